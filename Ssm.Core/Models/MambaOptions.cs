using Ssm.Core.Scaffolding;

namespace Ssm.Core.Models;

/// <summary>The choices that make a Mamba mixer: those of the scaffolding, and those of the layer inside.</summary>
public sealed record MambaOptions
{
    /// <summary>The scaffolding.</summary>
    public MambaMixerOptions Mixer { get; init; } = new();

    /// <summary>The layer inside. A rank of 0 is Mamba's: the channels outside divided by 16, rounded up.</summary>
    public S6Options Layer { get; init; } = new();
}
