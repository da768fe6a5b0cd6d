using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Rivals;

/// <summary>The selective scan, forward, by a compiled C loop.</summary>
internal sealed unsafe class SelectiveLoop<T> : RivalJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly nint _function;
    private readonly NativeArray<T> _state;
    private readonly int _batch;
    private readonly int _length;
    private readonly int _channels;
    private readonly int _states;
    private readonly int _threads;

    /// <summary>Makes the inputs of a case.</summary>
    internal SelectiveLoop(
        CompiledLoops loops, int batch, int channels, int length, int states, int threads, ulong seed)
    {
        _function = loops.Function("selective", typeof(T) == typeof(float) ? "f32" : "f64");
        (_batch, _length, _channels, _states) = (batch, length, channels, states);
        _threads = Math.Min(threads, Math.Max(batch, channels));
        int n = checked(batch * length * channels), projected = checked(batch * length * states);
        Input = NativeArray<T>.Random(n, 0, seed);
        Delta = NativeArray<T>.Random(n, 1, seed, -4, 0);
        A = NativeArray<T>.Random(channels * states, 2, seed, -states, -1);
        B = NativeArray<T>.Random(projected, 3, seed);
        C = NativeArray<T>.Random(projected, 4, seed);
        D = NativeArray<T>.Random(channels, 5, seed);
        Output = new NativeArray<T>(n, 6);
        _state = new NativeArray<T>(batch * channels * states, 7);
    }

    /// <summary>u, (B, L, E).</summary>
    internal NativeArray<T> Input { get; }

    /// <summary>The step before its softplus, (B, L, E).</summary>
    internal NativeArray<T> Delta { get; }

    /// <summary>(E, N).</summary>
    internal NativeArray<T> A { get; }

    /// <summary>(B, L, N).</summary>
    internal NativeArray<T> B { get; }

    /// <summary>(B, L, N).</summary>
    internal NativeArray<T> C { get; }

    /// <summary>(E).</summary>
    internal NativeArray<T> D { get; }

    /// <summary>y, (B, L, E).</summary>
    internal NativeArray<T> Output { get; }

    /// <inheritdoc/>
    internal override void Run() => WorkSplit.Run(_threads, 1, long.MaxValue, _threads, this, Parts);

    private static void Parts(SelectiveLoop<T> self, int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            bool byBatch = self._batch >= self._threads;
            int items = byBatch ? self._batch : self._channels;
            int first = (int)((long)items * i / self._threads), last = (int)((long)items * (i + 1) / self._threads);
            self.Part(
                byBatch ? first : 0,
                byBatch ? last : self._batch,
                byBatch ? 0 : first,
                byBatch ? self._channels : last);
        }
    }

    private void Part(int b0, int b1, int c0, int c1) =>
        ((delegate* unmanaged<
            T*, T*, T*, T*, T*, T*, T*, T*, nint, nint, nint, nint, nint, nint, nint, void>)_function)(
            Input.Pointer, Delta.Pointer, A.Pointer, B.Pointer, C.Pointer, D.Pointer, Output.Pointer, _state.Pointer,
            _length, _channels, _states, b0, b1, c0, c1);
}
