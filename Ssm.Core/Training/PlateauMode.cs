namespace Ssm.Core.Training;

/// <summary>What counts as better on a plateau.</summary>
public enum PlateauMode
{
    /// <summary>Less: a loss.</summary>
    Min,

    /// <summary>More: an accuracy.</summary>
    Max,
}
