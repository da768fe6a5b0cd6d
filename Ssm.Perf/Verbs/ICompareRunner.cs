using Ssm.Perf.Display;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary>The work behind <c>compare</c>.</summary>
internal interface ICompareRunner
{
    /// <summary>Trains the models one after the other and yields each one's result when it is done.</summary>
    /// <remarks>
    /// Progress is reported on the calling thread, a few times a second and at the end of each epoch. Bad data is
    /// refused
    /// with <see cref="InvalidDataException"/>, <see cref="IOException"/> or <see cref="ArgumentException"/>, whose
    /// message
    /// is shown as it is; cancellation ends it with <see cref="OperationCanceledException"/>.
    /// </remarks>
    IEnumerable<ModelResult> Run(
        CompareSettings settings,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellation);
}
