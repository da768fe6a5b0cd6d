namespace Ssm.Autodiff;

/// <summary>One entry of a Jacobian, found in two ways by <see cref="GradCheck.Jacobian"/>.</summary>
/// <param name="Input">Which input, counted from 0.</param>
/// <param name="From">Which number of the input, as <c>(0, 2)</c>, of a complex one <c>Re (0, 2)</c>.</param>
/// <param name="To">Which number of the output.</param>
/// <param name="ByDifference">∂output/∂input by central differences.</param>
/// <param name="ByPullback">The same by the pullback.</param>
/// <param name="Error">Their difference, relative to the larger of them where that is above 1.</param>
public readonly record struct GradCheckEntry(
    int Input, string From, string To, double ByDifference, double ByPullback, double Error);
