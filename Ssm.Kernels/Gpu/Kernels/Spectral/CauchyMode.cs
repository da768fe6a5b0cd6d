using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The node of one frequency: 1 + ω = 2α e^(−iθ/2), 2(1 − ω) = 2iβ e^(−iθ/2), with real α and β.</summary>
internal readonly struct CauchyNode<T>(T alpha, T beta)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T Alpha = alpha;
    internal readonly T Beta = beta;

    internal static CauchyNode<T> Load(ComplexPlanes<T> nodes, int frequency) =>
        new(nodes.Re[frequency], nodes.Im[frequency]);
}

/// <summary>The real numbers of one mode for two numerators.</summary>
internal readonly struct CauchyMode<T>(T size, T real, T p0, T q0, T p1, T q1)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Numbers of a mode before those of its numerators.</summary>
    internal const int Shared = 2;

    /// <summary>|z|².</summary>
    internal readonly T Size = size;

    /// <summary>Re z.</summary>
    internal readonly T Real = real;

    /// <summary>Re(v z̄) and Re v of the first numerator.</summary>
    internal readonly T P0 = p0;
    internal readonly T Q0 = q0;

    /// <summary>Those of the second.</summary>
    internal readonly T P1 = p1;
    internal readonly T Q1 = q1;

    internal static CauchyMode<T> Load(ArrayView<T> modes, int poles, int pair, int at)
    {
        int from = at + ((Shared + (4 * pair)) * poles);
        return new(
            modes[at], modes[at + poles], modes[from], modes[from + poles], modes[from + (2 * poles)],
            modes[from + (3 * poles)]);
    }
}
