using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Eight numbers of a channel in registers, the newest first; those beyond the filter's taps are unused.
/// </summary>
internal readonly struct TapWindow<T>(T v0, T v1, T v2, T v3, T v4, T v5, T v6, T v7)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _v0 = v0;
    private readonly T _v1 = v1;
    private readonly T _v2 = v2;
    private readonly T _v3 = v3;
    private readonly T _v4 = v4;
    private readonly T _v5 = v5;
    private readonly T _v6 = v6;
    private readonly T _v7 = v7;

    /// <summary>One step on.</summary>
    internal TapWindow<T> Next(T newest) => new(newest, _v0, _v1, _v2, _v3, _v4, _v5, _v6);

    /// <summary>The weights of a channel, that of the current input first.</summary>
    internal static TapWindow<T> Weights<TTaps>(in Conv1dOperands<T> operands, in Conv1dPieces sizes, int channel)
        where TTaps : struct, ITaps => new(
            operands.Tap(sizes, 0, channel),
            TTaps.Count > 1 ? operands.Tap(sizes, 1, channel) : T.Zero,
            TTaps.Count > 2 ? operands.Tap(sizes, 2, channel) : T.Zero,
            TTaps.Count > 3 ? operands.Tap(sizes, 3, channel) : T.Zero,
            TTaps.Count > 4 ? operands.Tap(sizes, 4, channel) : T.Zero,
            TTaps.Count > 5 ? operands.Tap(sizes, 5, channel) : T.Zero,
            TTaps.Count > 6 ? operands.Tap(sizes, 6, channel) : T.Zero,
            TTaps.Count > 7 ? operands.Tap(sizes, 7, channel) : T.Zero);

    /// <summary>The inputs before a step.</summary>
    internal static TapWindow<T> Before<TTaps>(
        in Conv1dOperands<T> operands, in Conv1dPieces sizes, int batch, int time, int channel)
        where TTaps : struct, ITaps => new(
            TTaps.Count > 1 ? operands.Input(sizes, batch, time - 1, channel) : T.Zero,
            TTaps.Count > 2 ? operands.Input(sizes, batch, time - 2, channel) : T.Zero,
            TTaps.Count > 3 ? operands.Input(sizes, batch, time - 3, channel) : T.Zero,
            TTaps.Count > 4 ? operands.Input(sizes, batch, time - 4, channel) : T.Zero,
            TTaps.Count > 5 ? operands.Input(sizes, batch, time - 5, channel) : T.Zero,
            TTaps.Count > 6 ? operands.Input(sizes, batch, time - 6, channel) : T.Zero,
            TTaps.Count > 7 ? operands.Input(sizes, batch, time - 7, channel) : T.Zero,
            T.Zero);

    /// <summary>sum + Σ w x over the taps, from the newest input to the oldest.</summary>
    internal static T Sum<TTaps>(T sum, TapWindow<T> w, TapWindow<T> x)
        where TTaps : struct, ITaps
    {
        sum += w._v0 * x._v0;
        sum = TTaps.Count > 1 ? sum + (w._v1 * x._v1) : sum;
        sum = TTaps.Count > 2 ? sum + (w._v2 * x._v2) : sum;
        sum = TTaps.Count > 3 ? sum + (w._v3 * x._v3) : sum;
        sum = TTaps.Count > 4 ? sum + (w._v4 * x._v4) : sum;
        sum = TTaps.Count > 5 ? sum + (w._v5 * x._v5) : sum;
        sum = TTaps.Count > 6 ? sum + (w._v6 * x._v6) : sum;
        return TTaps.Count > 7 ? sum + (w._v7 * x._v7) : sum;
    }

    /// <summary>Each sum plus g x.</summary>
    internal static TapWindow<T> AddProducts<TTaps>(TapWindow<T> sums, T g, TapWindow<T> x)
        where TTaps : struct, ITaps => new(
            sums._v0 + (g * x._v0),
            TTaps.Count > 1 ? sums._v1 + (g * x._v1) : T.Zero,
            TTaps.Count > 2 ? sums._v2 + (g * x._v2) : T.Zero,
            TTaps.Count > 3 ? sums._v3 + (g * x._v3) : T.Zero,
            TTaps.Count > 4 ? sums._v4 + (g * x._v4) : T.Zero,
            TTaps.Count > 5 ? sums._v5 + (g * x._v5) : T.Zero,
            TTaps.Count > 6 ? sums._v6 + (g * x._v6) : T.Zero,
            TTaps.Count > 7 ? sums._v7 + (g * x._v7) : T.Zero);

    /// <summary>Writes the numbers in the weights' order, the oldest input's first.</summary>
    internal void Store<TTaps>(ArrayView<T> to, int at, int stride)
        where TTaps : struct, ITaps
    {
        int last = at + ((TTaps.Count - 1) * stride);
        to[last] = _v0;
        if (TTaps.Count > 1)
        {
            to[last - stride] = _v1;
        }

        if (TTaps.Count > 2)
        {
            to[last - (2 * stride)] = _v2;
        }

        if (TTaps.Count > 3)
        {
            to[last - (3 * stride)] = _v3;
        }

        if (TTaps.Count > 4)
        {
            to[last - (4 * stride)] = _v4;
        }

        if (TTaps.Count > 5)
        {
            to[last - (5 * stride)] = _v5;
        }

        if (TTaps.Count > 6)
        {
            to[last - (6 * stride)] = _v6;
        }

        if (TTaps.Count > 7)
        {
            to[last - (7 * stride)] = _v7;
        }
    }
}
