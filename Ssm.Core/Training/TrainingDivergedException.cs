using System.Globalization;

namespace Ssm.Core.Training;

/// <summary>A loss or a gradient that is not finite stopped a run.</summary>
/// <remarks>
/// The parameters are those of the step before where <see cref="TrainingOptions.ReadEvery"/> is 1. Running statistics
/// of norms may have met the bad batch: go on from a checkpoint rather than from the model as it is.
/// </remarks>
public sealed class TrainingDivergedException : ArithmeticException
{
    /// <summary>Reports where it happened.</summary>
    /// <param name="quantity">What is not finite, such as "the loss".</param>
    /// <param name="value">What it is.</param>
    /// <param name="epoch">The epoch, from 1.</param>
    /// <param name="step">The step of the epoch, from 1.</param>
    /// <param name="steps">Steps of an epoch.</param>
    public TrainingDivergedException(string quantity, double value, int epoch, int step, int steps)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"Trainer: {quantity} is {value} in epoch {epoch}, step {step} of {steps}, expected a finite number; lower "
            + $"the learning rates, warm up longer or clip the gradients, and check that all of the data is finite."))
        => (Epoch, Step) = (epoch, step);

    /// <summary>The epoch, from 1.</summary>
    public int Epoch { get; }

    /// <summary>The step of the epoch, from 1.</summary>
    public int Step { get; }
}
