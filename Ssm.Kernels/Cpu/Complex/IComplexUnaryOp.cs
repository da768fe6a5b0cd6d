namespace Ssm.Kernels;

/// <summary>A holomorphic function of one complex argument, applied to every element; see <see
/// cref="IUnaryOp{T}"/>.</summary>
public interface IComplexUnaryOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(z): what a GPU thread runs.</summary>
    ComplexNumber<T> Invoke(ComplexNumber<T> z);

    /// <summary>f(z) in every lane.</summary>
    ComplexLanes<T> Invoke(ComplexLanes<T> z);

    /// <summary>The complex derivative f'(z), given w = f(z): each op uses whichever is cheaper.</summary>
    ComplexNumber<T> Derivative(ComplexNumber<T> z, ComplexNumber<T> w);

    /// <summary>The complex derivative f'(z) in every lane, given w = f(z).</summary>
    ComplexLanes<T> Derivative(ComplexLanes<T> z, ComplexLanes<T> w);
}
