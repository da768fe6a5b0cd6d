using System.Numerics;

namespace Ssm.Perf.Reports;

/// <summary>What one model did on one task: a row of the comparison.</summary>
internal sealed record ModelResult
{
    /// <summary>The model's name on the command line.</summary>
    public required string Model { get; init; }

    /// <summary>The task's name on the command line.</summary>
    public required string Task { get; init; }

    /// <summary>The seed of everything random.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Share of the test set that is right after training, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>Trained numbers, a complex parameter counting as two.</summary>
    public required long Parameters { get; init; }

    /// <summary>Training sequences per second, forward, backward and update together.</summary>
    public required double SamplesPerSecond { get; init; }

    /// <summary>Microseconds per time step of the streaming form.</summary>
    public required double StepMicroseconds { get; init; }

    /// <summary>The largest managed heap seen while the model was trained, above what was there before.</summary>
    public required long PeakBytes { get; init; }

    /// <summary>Seconds of training.</summary>
    public required double Seconds { get; init; }

    /// <summary>SHA-256 of the trained weights, in hexadecimal: equal for equal seeds, whatever the threads.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>One point per epoch, in order.</summary>
    public required IReadOnlyList<EpochPoint> EpochCurve { get; init; }

    /// <summary>The discrete poles of all layers before training.</summary>
    public required IReadOnlyList<Complex> PolesBefore { get; init; }

    /// <summary>The discrete poles of all layers after training.</summary>
    public required IReadOnlyList<Complex> PolesAfter { get; init; }
}
