namespace Ssm.Autodiff;

/// <summary>One op on a tape.</summary>
/// <param name="Output">What it gave, or the first of what it gave.</param>
/// <param name="Pullback">
/// How the output's gradient goes back to the inputs: a <see cref="Pullback{T}"/>, or the <see cref="JointOutputs{T}"/>
/// of an op that gave several.
/// </param>
/// <param name="Op">The op's name.</param>
/// <param name="Before">How full the tape's memory was before: what is above is done with after the pullback.</param>
internal readonly record struct TapeEntry<T>(Variable<T> Output, object Pullback, string Op, MemoryLevel Before)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The outputs, where there are several.</summary>
    internal JointOutputs<T>? Joint => Pullback as JointOutputs<T>;
}
