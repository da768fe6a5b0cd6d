namespace Ssm.Core.Initialization;

/// <summary>How the map from the low-rank step sizes to those of the channels starts.</summary>
public enum DtInit
{
    /// <summary>U(±scale/√R): Mamba's default.</summary>
    Random,

    /// <summary>scale/√R everywhere.</summary>
    Constant,
}
