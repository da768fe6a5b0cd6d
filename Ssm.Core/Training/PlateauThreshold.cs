namespace Ssm.Core.Training;

/// <summary>How much better than the best a measure has to be to count as better.</summary>
public enum PlateauThreshold
{
    /// <summary>By a share of the best: below best·(1 − threshold), or above best·(1 + threshold).</summary>
    Relative,

    /// <summary>By an amount: below best − threshold, or above best + threshold.</summary>
    Absolute,
}
