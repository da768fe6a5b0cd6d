using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The error function, with the derivative 2 e^(−x²) / √π.</summary>
public readonly struct Erf<T> : IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => VectorMath.Erf(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Erf(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y) => VectorMath.Number<T>(1.1283791670955126) * T.Exp(-(x * x));

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) =>
        VectorMath.Lanes<T>(1.1283791670955126) * VectorMath.Exp(-(x * x));
}
