namespace Ssm.Kernels;

/// <summary>
/// The discrete system of a diagonal recurrence: x[t] = ā x[t−1] + b̄ u[t], y[t] = Re(c x[t]) + d u[t].
/// </summary>
public readonly ref struct DiagonalSystem<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Joins the parts.</summary>
    /// <param name="a">ā.</param>
    /// <param name="b">b̄.</param>
    /// <param name="c">c.</param>
    /// <param name="d">d, one number a channel, or empty for none.</param>
    public DiagonalSystem(ReadOnlyPlanar<T> a, ReadOnlyPlanar<T> b, ReadOnlyPlanar<T> c, ReadOnlySpan<T> d)
    {
        A = a;
        B = b;
        C = c;
        D = d;
    }

    /// <summary>ā: (H, N), or (P) where all channels share the modes.</summary>
    public ReadOnlyPlanar<T> A { get; }

    /// <summary>b̄: (H, N), or (P, H).</summary>
    public ReadOnlyPlanar<T> B { get; }

    /// <summary>c: (H, N), or (H, P).</summary>
    public ReadOnlyPlanar<T> C { get; }

    /// <summary>d: (H), or empty for none.</summary>
    public ReadOnlySpan<T> D { get; }
}
