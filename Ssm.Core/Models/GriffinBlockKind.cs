namespace Ssm.Core.Models;

/// <summary>What mixes the steps in a block of Griffin.</summary>
public enum GriffinBlockKind
{
    /// <summary>A convolution and an RG-LRU.</summary>
    Recurrent,

    /// <summary>Local attention.</summary>
    Attention,
}
