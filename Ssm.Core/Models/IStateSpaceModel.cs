namespace Ssm.Core.Models;

/// <summary>A layer that is one of the published models, or a variant of one.</summary>
public interface IStateSpaceModel
{
    /// <summary>What the model is, in the terms of the survey's Table I.</summary>
    ModelCard Card { get; }
}
