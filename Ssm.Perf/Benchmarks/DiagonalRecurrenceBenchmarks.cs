using BenchmarkDotNet.Attributes;
using Ssm.Kernels;

namespace Ssm.Perf.Benchmarks;

/// <summary>One state space for each channel, from inputs to outputs; the baseline is the definition as a loop.
/// </summary>
[MemoryDiagnoser]
public class DiagonalRecurrenceBenchmarks
{
    private const int Channels = 64;
    private const int Modes = 16;
    private static readonly RecurrenceShape Shape = new(1, 256, Channels, Modes);

    private readonly float[] _aRe = Numbers(Channels * Modes, 1, 0.6);
    private readonly float[] _aIm = Numbers(Channels * Modes, 2, 0.6);
    private readonly float[] _b = Numbers(Channels * Modes, 3, 1);
    private readonly float[] _c = Numbers(Channels * Modes, 4, 1);
    private readonly float[] _d = Numbers(Channels, 5, 1);
    private readonly float[] _u = Numbers(Shape.Length * Channels, 6, 1);
    private readonly float[] _y = new float[Shape.Length * Channels];
    private readonly float[] _du = new float[Shape.Length * Channels];
    private readonly float[] _state = new float[2 * Channels * Modes];
    private readonly float[] _gradients = new float[6 * Channels * Modes];
    private readonly float[] _dd = new float[Channels];
    private readonly float[] _packed = new float[DiagonalRecurrence.StepLength(Channels, Modes)];

    private DiagonalSystem<float> System => new(
        new ReadOnlyPlanar<float>(_aRe, _aIm),
        new ReadOnlyPlanar<float>(_b, _c),
        new ReadOnlyPlanar<float>(_c, _b),
        _d);

    [Benchmark(Baseline = true)]
    public float Scalar()
    {
        Array.Clear(_state);
        for (int t = 0; t < Shape.Length; t++)
        {
            for (int h = 0; h < Channels; h++)
            {
                float u = _u[(t * Channels) + h], sum = 0;
                for (int i = h * Modes; i < (h + 1) * Modes; i++)
                {
                    (float re, float im) = (_state[i], _state[(Channels * Modes) + i]);
                    _state[i] = (_aRe[i] * re) - (_aIm[i] * im) + (_b[i] * u);
                    _state[(Channels * Modes) + i] = (_aRe[i] * im) + (_aIm[i] * re) + (_c[i] * u);
                    sum += (_c[i] * _state[i]) - (_b[i] * _state[(Channels * Modes) + i]);
                }

                _y[(t * Channels) + h] = (2 * sum) + (_d[h] * u);
            }
        }

        return _y[0];
    }

    [Benchmark]
    public void Forward() =>
        DiagonalRecurrence.Forward(_u, System, 2f, default, default, _y, default, Shape);

    [Benchmark]
    public void Adjoint()
    {
        int count = Channels * Modes;
        DiagonalSystemGradients<float> gradients = new(
            new Planar<float>(_gradients.AsSpan(0, count), _gradients.AsSpan(count, count)),
            new Planar<float>(_gradients.AsSpan(2 * count, count), _gradients.AsSpan(3 * count, count)),
            new Planar<float>(_gradients.AsSpan(4 * count, count), _gradients.AsSpan(5 * count, count)),
            _dd);
        DiagonalRecurrence.Adjoint(
            _u, System, 2f, default, default, _u, default, _du, gradients, default, Shape);
    }

    [GlobalSetup(Target = nameof(Step))]
    public void Pack() => DiagonalRecurrence.PackStep(System, 2f, _packed, Channels, Modes);

    [Benchmark]
    public void Step()
    {
        int count = Channels * Modes;
        Planar<float> state = new(_state.AsSpan(0, count), _state.AsSpan(count));
        DiagonalRecurrence.Step(
            _u.AsSpan(0, Channels), _packed, _d, state, _y.AsSpan(0, Channels), Modes);
    }

    private static float[] Numbers(int count, ulong seed, double scale)
    {
        RandomSource random = new(seed);
        float[] numbers = new float[count];
        foreach (ref float x in numbers.AsSpan())
        {
            x = (float)random.NextDouble(-scale, scale);
        }

        return numbers;
    }
}
