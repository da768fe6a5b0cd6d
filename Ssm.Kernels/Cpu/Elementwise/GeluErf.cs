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
    public T Derivative(T x, T y) =>
        VectorMath.Phi(x) + (x * T.Exp(VectorMath.Number<T>(-0.5) * x * x) * VectorMath.Number<T>(0.3989422804014327));

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y) => VectorMath.GeluDerivative(x);
}
