namespace Ssm.Kernels;

/// <summary>A real function of one complex argument, and its gradient ∂f/∂Re z + i ∂f/∂Im z.</summary>
public interface IComplexToRealOp<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>f(z): what a GPU thread runs.</summary>
    T Invoke(ComplexNumber<T> z);

    /// <summary>f(z) in every lane.</summary>
    Vector<T> Invoke(ComplexLanes<T> z);

    /// <summary>The gradient at z, given r = f(z).</summary>
    ComplexNumber<T> Gradient(ComplexNumber<T> z, T r);

    /// <summary>The gradient in every lane, given r = f(z).</summary>
    ComplexLanes<T> Gradient(ComplexLanes<T> z, Vector<T> r);
}
