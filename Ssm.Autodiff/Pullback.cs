namespace Ssm.Autodiff;

/// <summary>Carries the gradient of an op's output back to its inputs.</summary>
/// <param name="dy">The gradient of the loss with respect to the output.</param>
/// <param name="gradients">Where the inputs' gradients are added.</param>
public delegate void Pullback<T>(NdArray<T> dy, Gradients<T> gradients)
    where T : unmanaged, IFloatingPointIeee754<T>;
