namespace Ssm.Perf.Rivals;

/// <summary>Where the elements of a batch of transforms lie, in elements of their own kind.</summary>
/// <param name="Length">The points of a transform.</param>
/// <param name="Rows">How many transforms.</param>
/// <param name="Step">From one point of a transform to the next.</param>
/// <param name="InputDistance">From one transform's input to the next one's.</param>
/// <param name="OutputDistance">From one transform's output to the next one's.</param>
internal readonly record struct FftwLayout(int Length, int Rows, int Step, int InputDistance, int OutputDistance);
