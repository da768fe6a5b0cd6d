namespace Ssm.Autodiff;

/// <summary>What <see cref="GradCheck.Blame"/> found: the op whose pullback is wrong.</summary>
/// <param name="Op">The op's name, as in <see cref="Tape{T}.ToString"/>; several where they share the input.</param>
/// <param name="Input">What received a wrong gradient from it: <c>v3</c> for the output of op 3, <c>x0</c> for a leaf.
/// </param>
/// <param name="ByDifference">The slope along a random direction there, by central differences.</param>
/// <param name="ByPullback">The same by the gradient that the tape had there.</param>
public sealed record GradCheckBlame(string Op, string Input, double ByDifference, double ByPullback);
