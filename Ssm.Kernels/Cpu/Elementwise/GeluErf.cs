using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x Φ(x), the exact GELU, with the derivative Φ(x) + x e^(−x²/2) / √(2π). 0 at −∞.</summary>
/// <remarks>Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, arXiv:1606.08415.</remarks>
public readonly struct GeluErf<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.IsNegativeInfinity(x) ? T.Zero : x * VectorMath.Phi(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) => VectorMath.Gelu(x);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.Gelu(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y)
    {
        // Beyond the bound the bell is 0, and its product with an infinite x is not a number.
        T bound = VectorMath.Number<T>(40.0), z = x > bound ? bound : x < -bound ? -bound : x;
        T bell = T.Exp(VectorMath.Number<T>(-0.5) * z * z) * VectorMath.Number<T>(0.3989422804014327);
        return VectorMath.Phi(z) + (z * bell);
    }

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.GeluDerivative(x);
}
