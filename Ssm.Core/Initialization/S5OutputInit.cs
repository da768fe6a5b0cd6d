namespace Ssm.Core.Initialization;

/// <summary>How S5's output matrix C starts (<c>C_init</c> of lindermanlab/S5).</summary>
public enum S5OutputInit
{
    /// <summary>Truncated normal, the fan-in counted over the whole matrix: very small values.</summary>
    LecunNormal,

    /// <summary>Truncated normal, each row on its own: variance 1/<c>ssm_size</c>.</summary>
    TruncatedNormal,

    /// <summary>Complex normal in the eigenbasis.</summary>
    ComplexNormal,
}
