using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>A trained array of a model, under the name it has in checkpoints.</summary>
/// <param name="Name">The path to it, as <c>blocks.0.ssm.c</c>.</param>
/// <param name="Variable">The array.</param>
/// <param name="Kind">How an optimiser treats it.</param>
public sealed record Parameter<T>(string Name, Variable<T> Variable, ParameterKind Kind)
    where T : unmanaged, IFloatingPointIeee754<T>;
