namespace Ssm.Perf.Display;

/// <summary>Shows the progress that is reported to it while some work runs.</summary>
internal interface IProgressDisplay : IProgress<TrainingProgress>
{
    /// <summary>Runs the work on this thread, with the display up meanwhile.</summary>
    TResult Show<TResult>(Func<TResult> work);
}
