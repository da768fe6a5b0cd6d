namespace Ssm.Core.Models;

/// <summary>The choices that make a Mamba-2 mixer; the defaults are those of the paper's code.</summary>
public sealed record Mamba2Options
{
    /// <summary>Channels of the state space, E; 0 for twice those outside.</summary>
    public int InnerChannels { get; init; }

    /// <summary>Channels of a head, P; they divide E.</summary>
    public int HeadChannels { get; init; } = 64;

    /// <summary>States of each channel, N.</summary>
    public int StateSize { get; init; } = 128;

    /// <summary>Groups of consecutive heads, G, that share their B and C.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Taps of the convolution, 1 to 8.</summary>
    public int ConvolutionWidth { get; init; } = 4;

    /// <summary>Whether the convolution has a bias.</summary>
    public bool ConvolutionBias { get; init; } = true;

    /// <summary>Whether the linear maps in and out have biases.</summary>
    public bool Bias { get; init; }

    /// <summary>Whether a norm stands behind the state space; else the gate alone.</summary>
    public bool Norm { get; init; } = true;

    /// <summary>Groups of channels in the norm.</summary>
    public int NormGroups { get; init; } = 1;

    /// <summary>Whether the norm comes before the gate.</summary>
    public bool NormBeforeGate { get; init; }

    /// <summary>Channels of a gated unit beside the state space; 0 for none.</summary>
    public int MlpChannels { get; init; }

    /// <summary>Whether D is one number for each channel, or for each head.</summary>
    public bool SkipPerChannel { get; init; }

    /// <summary>Whether the states before the first step are trained, the same for all sequences.</summary>
    public bool TrainedStart { get; init; }

    /// <summary>Steps of a chunk, Q: speed alone.</summary>
    public int Chunk { get; init; } = 256;

    /// <summary>Smallest initial step Δ.</summary>
    public double DtMin { get; init; } = 1e-3;

    /// <summary>Largest initial step Δ.</summary>
    public double DtMax { get; init; } = 0.1;

    /// <summary>No initial step is smaller than this.</summary>
    public double DtFloor { get; init; } = 1e-4;

    /// <summary>No step Δ is ever smaller than this.</summary>
    public double DtLowest { get; init; }

    /// <summary>No step Δ is ever larger than this.</summary>
    public double DtHighest { get; init; } = double.PositiveInfinity;

    /// <summary>Smallest initial rate −A.</summary>
    public double RateMin { get; init; } = 1.0;

    /// <summary>Largest initial rate −A.</summary>
    public double RateMax { get; init; } = 16.0;

    /// <summary>
    /// How many residual branches the model adds up: the map out starts smaller by the root of it; 0 for as it is.
    /// </summary>
    public int ResidualBranches { get; init; }
}
