namespace Ssm.Autodiff;

/// <summary>The outputs of an op that has several, and their pullback.</summary>
internal sealed record JointOutputs<T>(Variable<T>[] Outputs, JointPullback<T> Pullback)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Plays the op back, if the loss depends on any of its outputs.</summary>
    internal void Play(Gradients<T> gradients)
    {
        NdArray<T>?[] dy = Array.ConvertAll(Outputs, gradients.Take);
        if (Array.Exists(dy, gradient => gradient is not null))
        {
            Pullback(dy, gradients);
        }

        foreach (NdArray<T>? gradient in dy)
        {
            gradients.Release(gradient);
        }
    }
}
