using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>Whole sequences at once: the model's own form, scans by name, and rows one by one.</summary>
internal static class WholeForms
{
    private static readonly (ScanAlgorithm Algorithm, string Name)[] Scans =
    [
        (ScanAlgorithm.Diagonal, "scan: step after step"),
        (ScanAlgorithm.Blelloch, "scan: Blelloch"),
        (ScanAlgorithm.Chunked, "scan: chunked"),
    ];

    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> u = trial.Input(trial.U);
        double[] whole = EquivalenceTrial<T>.ToHost(trial.Layer.Forward(u));
        yield return trial.Row(trial.Model.Whole, whole);
        foreach ((ScanAlgorithm algorithm, string name) in trial.Model.HasScan ? Scans : [])
        {
            yield return trial.Row(name, EquivalenceTrial<T>.ToHost(trial.Model.Scan(trial.Layer, u, algorithm)));
        }

        double[] alone = [.. Enumerable.Range(0, EquivalenceTrial<T>.Batch).SelectMany(row =>
            EquivalenceTrial<T>.ToHost(trial.Layer.Forward(Op.Slice(u, 0, row, 1))))];

        // Both sides are rounded in the element type.
        yield return trial.Row("rows alone", "rows of a batch", alone, whole, 2 * trial.Tolerance);
    }
}
