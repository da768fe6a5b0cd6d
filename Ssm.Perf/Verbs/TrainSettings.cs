using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>What <c>train</c> is asked to do; what is null is left to the recipe of the model and the task.</summary>
internal sealed record TrainSettings
{
    /// <summary>Device, threads, seed.</summary>
    public required CommonSettings Common { get; init; }

    /// <summary>Which model.</summary>
    public required string Model { get; init; }

    /// <summary>What it learns.</summary>
    public required TaskSettings Task { get; init; }

    /// <summary>Passes over the training set.</summary>
    public int? Epochs { get; init; }

    /// <summary>Sequences per step.</summary>
    public int? Batch { get; init; }

    /// <summary>Sequences that go through the model at once.</summary>
    public int? MicroBatch { get; init; }

    /// <summary>The learning rate, finite and above 0.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The learning rate of the recurrence's own parameters, finite and above 0.</summary>
    public double? SsmLearningRate { get; init; }

    /// <summary>Decoupled weight decay, finite and not negative.</summary>
    public double? WeightDecay { get; init; }

    /// <summary>One of <see cref="Catalog.Schedules"/>.</summary>
    public string? Schedule { get; init; }

    /// <summary>How much of the moving average of the weights stays in a step, in [0, 1).</summary>
    public double? AverageDecay { get; init; }

    /// <summary>The share of activations dropped, in [0, 1).</summary>
    public double? Dropout { get; init; }

    /// <summary>Blocks on top of each other.</summary>
    public int? Layers { get; init; }

    /// <summary>Channels, H.</summary>
    public int? Width { get; init; }

    /// <summary>State size, N.</summary>
    public int? State { get; init; }

    /// <summary>Where the checkpoint is kept, as a full path; null for nowhere.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>Whether to go on from the checkpoint, which is then there.</summary>
    public bool Resume { get; init; }
}
