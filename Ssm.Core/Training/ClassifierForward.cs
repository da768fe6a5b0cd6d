using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;

namespace Ssm.Core.Training;

/// <summary>
/// What a model makes of a batch: logits, (B, classes), or (B, L, classes) where the labels are of steps.
/// </summary>
/// <param name="batch">Signals or tokens.</param>
/// <param name="pass">Present while training; without it the result depends on batch and model alone.</param>
public delegate Variable<T> ClassifierForward<T>(Batch<T> batch, TrainingPass? pass)
    where T : unmanaged, IFloatingPointIeee754<T>;
