using Ssm.Perf.Display;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary>The work behind <c>train</c>.</summary>
internal interface ITrainRunner
{
    /// <summary>
    /// Trains one model, from the start or from a checkpoint, keeping the checkpoint up to date where one is named.
    /// </summary>
    /// <remarks>Progress, errors and cancellation are those of <see cref="ICompareRunner.Run"/>.</remarks>
    TrainResult Run(TrainSettings settings, IProgress<TrainingProgress> progress, CancellationToken cancellation);
}
