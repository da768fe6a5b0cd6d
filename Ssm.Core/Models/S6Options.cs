using Ssm.Core.Initialization;

namespace Ssm.Core.Models;

/// <summary>The choices that make an S6 layer; the defaults are those of Mamba.</summary>
public sealed record S6Options
{
    /// <summary>States of each channel, N; of a complex layer, complex states that each stand for a pair.</summary>
    public int StateSize { get; init; } = 16;

    /// <summary>Numbers that the step sizes of a time step are made from, R; 0 for channels/16, rounded up.</summary>
    public int DtRank { get; init; }

    /// <summary>Groups of consecutive channels, G, that share their B and C at each step.</summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether A, B, C and the states are complex.</summary>
    public bool Complex { get; init; }

    /// <summary>
    /// Whether the input's weight is that of a held input, (e^(ΔA) − 1)/A·B, as in the paper, or Euler's ΔB, as in the
    /// paper's code. The exact one takes memory for all states of all steps.
    /// </summary>
    public bool ExactZoh { get; init; }

    /// <summary>Smallest initial step Δ.</summary>
    public double DtMin { get; init; } = 1e-3;

    /// <summary>Largest initial step Δ.</summary>
    public double DtMax { get; init; } = 0.1;

    /// <summary>No initial step is smaller than this.</summary>
    public double DtFloor { get; init; } = 1e-4;

    /// <summary>How the map to the step sizes starts.</summary>
    public DtInit DtInit { get; init; } = DtInit.Random;

    /// <summary>What the size of that map is multiplied by at the start.</summary>
    public double DtScale { get; init; } = 1.0;
}
