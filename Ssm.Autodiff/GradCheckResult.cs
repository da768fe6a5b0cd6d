namespace Ssm.Autodiff;

/// <summary>What <see cref="GradCheck"/> found for one input of a function.</summary>
/// <param name="Input">Which input, counted from 0.</param>
/// <param name="ByDifference">The directional derivative by central differences.</param>
/// <param name="ByPullback">The same number by the pullback.</param>
/// <param name="RelativeError">Their difference, relative to the larger of them and of the typical size of the
/// terms.</param>
public readonly record struct GradCheckResult(int Input, double ByDifference, double ByPullback, double RelativeError);
