using System.Diagnostics;
using Ssm.Perf.Display;

namespace Ssm.Perf.Recipes;

/// <summary>From the trainer's progress to the display's: a few times a second, and at the end of each epoch.</summary>
internal sealed class ProgressBridge(string model, IProgress<TrainingProgress> display, Action onStep)
    : IProgress<Ssm.Core.Training.TrainingProgress>
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private long _last;

    public void Report(Ssm.Core.Training.TrainingProgress value)
    {
        onStep();
        if (!value.EpochDone && Stopwatch.GetElapsedTime(_last) < Pause)
        {
            return;
        }

        _last = Stopwatch.GetTimestamp();
        double done = value.Epoch - 1 + (value.EpochDone ? 1.0 : (double)value.Step / value.Steps);
        display.Report(new TrainingProgress(
            model,
            value.Epoch,
            value.Epochs,
            done / value.Epochs,
            value.Loss,
            value.TrainAccuracy,
            value.TestAccuracy,
            value.SamplesPerSecond,
            value.Elapsed,
            value.EpochDone));
    }
}
