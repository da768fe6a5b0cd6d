namespace Ssm.Kernels;

/// <summary>A real function of one real argument, applied to every element: one struct for CPU loops and GPU
/// kernels.</summary>
/// <remarks>
/// Ops are values: most have no fields and are written <c>default</c> or <c>new Sigmoid&lt;T&gt;()</c>, a few carry
/// their parameters (<c>new Scale&lt;T&gt;(factor)</c>). The scalar form is what a GPU thread runs and the oracle in
/// tests; CPU loops use the vector form alone.
/// </remarks>
public interface IUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(x).</summary>
    T Invoke(T x);

    /// <summary>f(x) in every lane.</summary>
    Vector<T> Invoke(Vector<T> x);

    /// <summary>f'(x), given x and y = f(x): each op uses whichever is cheaper.</summary>
    T Derivative(T x, T y);

    /// <summary>f'(x) in every lane, given x and y = f(x).</summary>
    Vector<T> Derivative(Vector<T> x, Vector<T> y);
}
