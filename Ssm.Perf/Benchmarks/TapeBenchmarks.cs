using BenchmarkDotNet.Attributes;
using Ssm.Autodiff;

namespace Ssm.Perf.Benchmarks;

/// <summary>What the tape costs: a chain of 1,000 sines of 8 numbers, which themselves hardly count.</summary>
[MemoryDiagnoser]
public class TapeBenchmarks
{
    private const int Length = 1000;

    private readonly TapeMemory<float> _memory = new();
    private readonly Gradients<float> _gradients = new();
    private readonly Variable<float> _x = new(NdArray<float>.Full([8], 0.5f));

    /// <summary>The chain without a tape.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Length)]
    public Variable<float> Untaped() => Chain();

    /// <summary>The chain, recorded and dropped.</summary>
    [Benchmark(OperationsPerInvoke = Length)]
    public Variable<float> Recorded()
    {
        using Tape<float> tape = new();
        tape.Watch(_x);
        return Chain();
    }

    /// <summary>The chain, recorded and dropped, in memory that the next pass uses again.</summary>
    [Benchmark(OperationsPerInvoke = Length)]
    public Variable<float> RecordedInSharedMemory()
    {
        using Tape<float> tape = new(_memory);
        tape.Watch(_x);
        return Chain();
    }

    /// <summary>The chain forward and backward.</summary>
    [Benchmark(OperationsPerInvoke = Length)]
    public NdArray<float>? ForwardAndBackward()
    {
        Tape<float> tape = new();
        tape.Watch(_x);
        return tape.Backward(Op.Sum(Chain()))[_x];
    }

    /// <summary>The same in memory that the next pass uses again.</summary>
    [Benchmark(OperationsPerInvoke = Length)]
    public NdArray<float>? ForwardAndBackwardInSharedMemory()
    {
        Tape<float> tape = new(_memory);
        tape.Watch(_x);
        _gradients.Clear();
        return tape.Backward(Op.Sum(Chain()), _gradients)[_x];
    }

    private Variable<float> Chain()
    {
        Variable<float> y = _x;
        for (int i = 0; i < Length; i++)
        {
            y = Op.Sin(y);
        }

        return y;
    }
}
