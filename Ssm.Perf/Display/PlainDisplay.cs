using Ssm.Perf.Reports;

namespace Ssm.Perf.Display;

/// <summary>One line for each epoch: for logs, pipes and terminals that cannot repaint.</summary>
internal sealed class PlainDisplay(TextWriter output) : IProgressDisplay
{
    public TResult Show<TResult>(Func<TResult> work) => work();

    public void Report(TrainingProgress value)
    {
        if (value.EpochDone)
        {
            string left = value.Remaining is { } time ? Figures.Clock(time) : Figures.None;
            output.WriteLine(
                FormattableString.Invariant($"{value.Model}  epoch {value.Epoch}/{value.Epochs}")
                + $"  loss {Figures.Loss(value.Loss)}"
                + $"  train {Figures.Percent(value.TrainAccuracy)}  test {Figures.Percent(value.TestAccuracy)}"
                + $"  {Figures.Rate(value.SamplesPerSecond)} samples/s  left {left}");
        }
    }
}
