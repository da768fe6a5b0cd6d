namespace Ssm.Autodiff;

/// <summary>One op on a tape: what it gave, and how the gradient of that goes back.</summary>
/// <param name="Output">The output, or the first of several.</param>
/// <param name="Pullback">A <see cref="Pullback{T}"/>, or for several outputs a <see cref="JointOutputs{T}"/>.</param>
/// <param name="Op">The op's name.</param>
/// <param name="Before">How full the tape's memory was before: what is above is done with after the pullback.</param>
internal readonly record struct TapeEntry<T>(Variable<T> Output, object Pullback, string Op, MemoryLevel Before)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The outputs, where there are several.</summary>
    internal JointOutputs<T>? Joint => Pullback as JointOutputs<T>;
}
