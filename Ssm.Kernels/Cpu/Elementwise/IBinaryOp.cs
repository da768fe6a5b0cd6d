namespace Ssm.Kernels;

/// <summary>A real function of two real arguments, applied element by element; see <see cref="IUnaryOp{T}"/>.</summary>
public interface IBinaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(a, b).</summary>
    T Invoke(T a, T b);

    /// <summary>f(a, b) in every lane.</summary>
    Vector<T> Invoke(Vector<T> a, Vector<T> b);

    /// <summary>∂f/∂a at (a, b), given y = f(a, b).</summary>
    T DerivativeLeft(T a, T b, T y);

    /// <summary>∂f/∂a in every lane, given y = f(a, b).</summary>
    Vector<T> DerivativeLeft(Vector<T> a, Vector<T> b, Vector<T> y);

    /// <summary>∂f/∂b at (a, b), given y = f(a, b).</summary>
    T DerivativeRight(T a, T b, T y);

    /// <summary>∂f/∂b in every lane, given y = f(a, b).</summary>
    Vector<T> DerivativeRight(Vector<T> a, Vector<T> b, Vector<T> y);
}
