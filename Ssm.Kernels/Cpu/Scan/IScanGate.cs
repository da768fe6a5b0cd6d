namespace Ssm.Kernels;

/// <summary>How a scan reads its factor: as it is, or, in an adjoint, conjugated.</summary>
internal interface IScanGate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The imaginary part that the factor is used with.</summary>
    static abstract Vector<T> Imaginary(Vector<T> im);

    /// <inheritdoc cref="Imaginary(Vector{T})"/>
    static abstract T Imaginary(T im);
}

/// <summary>The factor a itself.</summary>
internal readonly struct PlainGate<T> : IScanGate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Vector<T> Imaginary(Vector<T> im) => im;

    public static T Imaginary(T im) => im;
}

/// <summary>The factor conj(a).</summary>
internal readonly struct ConjugateGate<T> : IScanGate<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static Vector<T> Imaginary(Vector<T> im) => -im;

    public static T Imaginary(T im) => -im;
}
