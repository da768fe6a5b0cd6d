using Ssm.Core.Streaming;

namespace Ssm.Perf.Equivalence;

/// <summary>One recursion of a layer.</summary>
/// <param name="Stepper">The recursion.</param>
/// <param name="Backwards">Whether it runs from the last step to the first.</param>
/// <param name="Offset">
/// Where its output goes: that of step t to step t − offset; 1 where it does not see the current step.
/// </param>
internal sealed record EquivalenceDirection(Stepper<double> Stepper, bool Backwards = false, int Offset = 0);
