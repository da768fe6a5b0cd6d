namespace Ssm.Core.Models;

/// <summary>How inputs and state spaces are paired: the column "structure" of Table I.</summary>
public enum SystemStructure
{
    /// <summary>Single input, single output: a state space for each channel.</summary>
    Siso,

    /// <summary>Multiple inputs, multiple outputs: one state space for all channels.</summary>
    Mimo,
}
