namespace Ssm.Core.Models;

/// <summary>The choices that make a DSS layer; the defaults are those of the paper.</summary>
public sealed record DssOptions
{
    /// <summary>Complex modes of each channel, N, with no conjugates beside them.</summary>
    public int Modes { get; init; } = 64;

    /// <summary>Softmax or exp.</summary>
    public DssVariant Variant { get; init; } = DssVariant.Softmax;

    /// <summary>The length that the softmax is taken over: that of the sequences to train on.</summary>
    public int KernelLength { get; init; } = 1024;

    /// <summary>Smallest initial step Δ.</summary>
    public double DtMin { get; init; } = 1e-3;

    /// <summary>Largest initial step Δ.</summary>
    public double DtMax { get; init; } = 0.1;

    /// <summary>Copies S of Λ; channel h uses copy h mod S. One is shared by all channels in the paper.</summary>
    public int Copies { get; init; } = 1;
}
