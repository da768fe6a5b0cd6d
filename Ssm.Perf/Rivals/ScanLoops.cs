using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Rivals;

/// <summary>The complex diagonal recurrence over planar (B, L, P), and its adjoint, by compiled C loops.</summary>
internal sealed unsafe class ScanLoops<T> : RivalJob
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly nint _forward;
    private readonly nint _adjoint;
    private readonly bool _runForward;
    private readonly bool _runAdjoint;
    private readonly int _batch;
    private readonly int _length;
    private readonly int _channels;
    private readonly int _threads;

    /// <summary>Makes the inputs of a case.</summary>
    /// <param name="loops">The functions.</param>
    /// <param name="invariant">Whether the factors are (P) and not (B, L, P).</param>
    /// <param name="pass"><c>fwd</c>, <c>bwd</c> or <c>fwd+bwd</c>.</param>
    /// <param name="size">B, L, P.</param>
    /// <param name="threads">Into how many parts the work is cut: by batch, or by channel where there are too few.
    /// </param>
    /// <param name="seed">Where the inputs come from.</param>
    internal ScanLoops(CompiledLoops loops, bool invariant, string pass, ScanShape size, int threads, ulong seed)
    {
        string dtype = typeof(T) == typeof(float) ? "f32" : "f64", name = invariant ? "scan_lti" : "scan_ltv";
        _forward = loops.Function(name, dtype);
        _adjoint = loops.Function($"{name}_adjoint", dtype);
        (_runForward, _runAdjoint) = (pass != "bwd", pass != "fwd");
        (_batch, _length, _channels) = (size.Batch, size.Length, size.Channels);
        _threads = Math.Min(threads, Math.Max(_batch, _channels));
        int n = size.Elements, factors = invariant ? _channels : n;
        Factors =
            [NativeArray<T>.Random(factors, 0, seed, -0.6, 0.6), NativeArray<T>.Random(factors, 1, seed, -0.6, 0.6)];
        Inputs = [NativeArray<T>.Random(n, 2, seed), NativeArray<T>.Random(n, 3, seed)];
        States = [new(n, 4), new(n, 5)];
        int adjoint = _runAdjoint ? n : 0, sums = _runAdjoint ? invariant ? size.StateElements : n : 0;
        StateGradients = [NativeArray<T>.Random(adjoint, 6, seed), NativeArray<T>.Random(adjoint, 7, seed)];
        InputGradients = [new(adjoint, 8), new(adjoint, 9)];
        FactorGradients = [new(sums, 10), new(sums, 11)];
        if (!_runForward)
        {
            Part(0, _batch, 0, _channels, true, false);
        }
    }

    /// <summary>a, the real and the imaginary plane, (P) or (B, L, P).</summary>
    internal NativeArray<T>[] Factors { get; }

    /// <summary>b, (B, L, P).</summary>
    internal NativeArray<T>[] Inputs { get; }

    /// <summary>h, (B, L, P).</summary>
    internal NativeArray<T>[] States { get; }

    /// <summary>The gradient of h, (B, L, P).</summary>
    internal NativeArray<T>[] StateGradients { get; }

    /// <summary>The gradient of b, (B, L, P).</summary>
    internal NativeArray<T>[] InputGradients { get; }

    /// <summary>The gradient of a: (B, P), to be summed over B, or (B, L, P).</summary>
    internal NativeArray<T>[] FactorGradients { get; }

    /// <inheritdoc/>
    internal override void Run() => WorkSplit.Run(_threads, 1, long.MaxValue, _threads, this, Parts);

    private static void Parts(ScanLoops<T> self, int start, int end)
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
                byBatch ? self._channels : last,
                self._runForward,
                self._runAdjoint);
        }
    }

    private void Part(int b0, int b1, int c0, int c1, bool forward, bool adjoint)
    {
        if (forward)
        {
            ((delegate* unmanaged<T*, T*, T*, T*, T*, T*, nint, nint, nint, nint, nint, nint, void>)_forward)(
                Factors[0].Pointer, Factors[1].Pointer, Inputs[0].Pointer, Inputs[1].Pointer,
                States[0].Pointer, States[1].Pointer, _length, _channels, b0, b1, c0, c1);
        }

        if (adjoint)
        {
            ((delegate* unmanaged<
                T*, T*, T*, T*, T*, T*, T*, T*, T*, T*, nint, nint, nint, nint, nint, nint, void>)_adjoint)(
                Factors[0].Pointer, Factors[1].Pointer, States[0].Pointer, States[1].Pointer,
                StateGradients[0].Pointer, StateGradients[1].Pointer,
                InputGradients[0].Pointer, InputGradients[1].Pointer,
                FactorGradients[0].Pointer, FactorGradients[1].Pointer, _length, _channels, b0, b1, c0, c1);
        }
    }
}
