namespace Ssm.Kernels;

/// <summary>Where an adjoint writes the gradients of a <see cref="DiagonalSystem{T}"/>; shapes as there.</summary>
public readonly ref struct DiagonalSystemGradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Joins the parts.</summary>
    /// <param name="a">Of ā.</param>
    /// <param name="b">Of b̄.</param>
    /// <param name="c">Of c.</param>
    /// <param name="d">Of d; empty where its gradient is not wanted.</param>
    public DiagonalSystemGradients(Planar<T> a, Planar<T> b, Planar<T> c, Span<T> d)
    {
        A = a;
        B = b;
        C = c;
        D = d;
    }

    /// <summary>Of ā.</summary>
    public Planar<T> A { get; }

    /// <summary>Of b̄.</summary>
    public Planar<T> B { get; }

    /// <summary>Of c.</summary>
    public Planar<T> C { get; }

    /// <summary>Of d.</summary>
    public Span<T> D { get; }
}
