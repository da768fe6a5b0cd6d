using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The constants of a diagonal recurrence as its kernels get them.</summary>
internal readonly struct ModeSystem<T>(
    ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> c, ArrayView<T> d, T scale, int modes)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ComplexPlanes<T> A = a;
    internal readonly ComplexPlanes<T> B = b;
    internal readonly ComplexPlanes<T> C = c;
    internal readonly ArrayView<T> D = d;
    internal readonly T Scale = scale;

    /// <summary>Modes of each channel.</summary>
    internal readonly int Modes = modes;

    /// <summary>Threads that share the modes of a channel.</summary>
    internal int Slices => IntrinsicMath.Max(1, (Modes + ModeQuad<T>.Count - 1) / ModeQuad<T>.Count);

    /// <summary>The factors of a walk: ā, or for an adjoint conj(ā).</summary>
    internal ModeQuad<T> Factors<TAdjoint>(int at, int present)
        where TAdjoint : struct, IChoice
    {
        ModeQuad<T> a = ModeQuad<T>.Load(A, at, present);
        return TAdjoint.Is ? a.Conjugates() : a;
    }

    /// <summary>What an input is multiplied with where there is an initial state: b̄, or scale·conj(c).</summary>
    internal ModeQuad<T> Inputs<TAdjoint>(int at, int present)
        where TAdjoint : struct, IChoice =>
        TAdjoint.Is
            ? ModeQuad<T>.Load(C, at, present).Conjugates().Scaled(Scale)
            : ModeQuad<T>.Load(B, at, present);

    /// <summary>What a state is multiplied with there: scale·c, or conj(b̄).</summary>
    internal ModeQuad<T> Outputs<TAdjoint>(int at, int present)
        where TAdjoint : struct, IChoice =>
        TAdjoint.Is
            ? ModeQuad<T>.Load(B, at, present).Conjugates()
            : ModeQuad<T>.Load(C, at, present).Scaled(Scale);
}
