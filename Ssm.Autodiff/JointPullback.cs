namespace Ssm.Autodiff;

/// <summary>Carries the gradients of all outputs of an op back to its inputs, at once.</summary>
/// <param name="dy">
/// The gradient of the loss with respect to each output, null for one that the loss does not depend on. One is not
/// null.
/// </param>
/// <param name="gradients">Where the inputs' gradients are added.</param>
public delegate void JointPullback<T>(ReadOnlySpan<NdArray<T>?> dy, Gradients<T> gradients)
    where T : unmanaged, IFloatingPointIeee754<T>;
