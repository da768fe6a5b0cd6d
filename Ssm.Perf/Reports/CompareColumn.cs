namespace Ssm.Perf.Reports;

/// <summary>One column of the comparison, the same on the terminal and in the report.</summary>
/// <param name="Heading">What stands above it.</param>
/// <param name="Text">A row's entry.</param>
/// <param name="Merit">The larger, the better; null where no model is better than another.</param>
internal sealed record CompareColumn(string Heading, Func<ModelResult, string> Text, Func<ModelResult, double>? Merit)
{
    /// <summary>The columns after the model's name.</summary>
    internal static IReadOnlyList<CompareColumn> All { get; } =
    [
        new("parameters", r => Figures.Count(r.Parameters), null),
        new("test accuracy", r => Figures.Percent(r.Accuracy), r => r.Accuracy),
        new("training samples/s", r => Figures.Rate(r.SamplesPerSecond), r => r.SamplesPerSecond),
        new("streaming µs/step", r => Figures.Microseconds(r.StepMicroseconds), r => -r.StepMicroseconds),
        new("peak memory", r => Figures.Bytes(r.PeakBytes), r => -r.PeakBytes),
        new("seconds", r => Figures.Seconds(r.Seconds), r => -r.Seconds),
    ];

    /// <summary>Whether a row has the best entry of this column among rows that can be told apart.</summary>
    internal bool IsBest(ModelResult row, IReadOnlyList<ModelResult> rows) =>
        Merit is not null && rows.Count > 1 && double.IsFinite(Merit(row))
        && rows.All(other => !(Merit(other) > Merit(row))) && rows.Any(other => Merit(other) < Merit(row));
}
