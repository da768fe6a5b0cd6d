namespace Ssm.Autodiff;

/// <summary>One op on a tape.</summary>
/// <param name="Output">What it gave, or the first of what it gave.</param>
/// <param name="Pullback">How the output's gradient goes back to the inputs; for several outputs see
/// <paramref name="Joint"/>.</param>
/// <param name="Joint">The outputs and the pullback of an op that gave several; null for one.</param>
/// <param name="Op">The op's name.</param>
/// <param name="Before">How full the tape's memory was before: what is above is done with after the pullback.</param>
internal readonly record struct TapeEntry<T>(
    Variable<T> Output, Pullback<T>? Pullback, JointOutputs<T>? Joint, string Op, MemoryLevel Before)
    where T : unmanaged, IFloatingPointIeee754<T>;
