using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>x (1 + tanh u) / 2 = x σ(2u) with u = √(2/π) (x + 0.044715 x³), and the derivative σ + 2 x σ (1 − σ) u'. 0
/// at −∞.</summary>
/// <remarks>Hendrycks and Gimpel, "Gaussian Error Linear Units", 2016, arXiv:1606.08415. The sigmoid of 2u has no
/// cancellation at negative x.</remarks>
public readonly struct GeluTanh<T> : IUnaryOp<T>, ISingleFunction
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public T Invoke(T x) => T.IsNegativeInfinity(x) ? T.Zero : x * Gate(x);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Invoke(Vector<T> x) =>
        typeof(T) == typeof(float)
            ? SingleMath.GeluTanh(new VectorLanes(x.As<T, float>())).Value.As<float, T>()
            : Vector.ConditionalSelect(
                Vector.Equals(x, VectorMath.Lanes<T>(double.NegativeInfinity)), Vector<T>.Zero, x * Gate(x));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TLanes ISingleFunction.Invoke<TLanes>(TLanes x) => SingleMath.GeluTanh(x);

    /// <inheritdoc/>
    public T Derivative(T x, T y)
    {
        T s = Gate(x),
            slope = VectorMath.Number<T>(1.5957691216057308) + (VectorMath.Number<T>(0.21406444881780073) * x * x);
        return s + (x * s * (T.One - s) * slope);
    }

    /// <inheritdoc/>
    public Vector<T> Derivative(Vector<T> x, Vector<T> y)
    {
        Vector<T> s = Gate(x),
            slope = VectorMath.Lanes<T>(1.5957691216057308) + (VectorMath.Lanes<T>(0.21406444881780073) * x * x);
        return s + (x * s * (Vector<T>.One - s) * slope);
    }

    private static T Gate(T x) =>
        VectorMath.Sigmoid(x * (VectorMath.Number<T>(1.5957691216057308)
            + (VectorMath.Number<T>(0.07135481627260025) * x * x)));

    private static Vector<T> Gate(Vector<T> x) =>
        VectorMath.Sigmoid(x * (VectorMath.Lanes<T>(1.5957691216057308)
            + (VectorMath.Lanes<T>(0.07135481627260025) * x * x)));
}
