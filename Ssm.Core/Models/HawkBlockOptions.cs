using Ssm.Core.Initialization;

namespace Ssm.Core.Models;

/// <summary>The choices that make a Hawk block of ssm-benchmark.</summary>
public sealed record HawkBlockOptions
{
    /// <summary>Channels of the recurrence, E.</summary>
    public int InnerChannels { get; init; } = 128;

    /// <summary>Channels of each branch of the MLP, in widths of the stream.</summary>
    public int MlpExpansion { get; init; } = 2;

    /// <summary>Where Λ starts.</summary>
    public RgLruInit Init { get; init; } = RgLruInit.GridUniform;

    /// <summary>Whether the stream is multiplied by a learned scalar before each half is added.</summary>
    public bool LearnedSkip { get; init; }

    /// <summary>Dropout rate, of the whole stream after each half.</summary>
    public double Dropout { get; init; }
}
