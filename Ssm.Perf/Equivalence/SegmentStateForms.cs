using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>Padded and packed rows that hand a state on.</summary>
internal static class SegmentStateForms
{
    private static readonly int[] ChunkSizes = [7, 1, 64, 3];

    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (EquivalenceSegments rows in trial.Padded)
        {
            Variable<T> u = trial.Input(rows.U);
            yield return trial.Row(
                $"{rows.Name} {ChunkForms.Loop}",
                ChunkForms.Run(trial, u, [trial.Length], rows.Segments),
                rows.Expected);
            yield return trial.Row(
                $"{rows.Name} chunks",
                ChunkForms.Run(trial, u, ChunkForms.Cut(trial.Length, ChunkSizes), rows.Segments),
                rows.Expected);
            if (rows.IsPadded)
            {
                yield return GoOn(trial, rows);
            }
        }
    }

    // Padded rows, then a chunk that goes on from their states: as if there had never been padding.
    private static EquivalenceRow GoOn<T>(EquivalenceTrial<T> trial, EquivalenceSegments rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int more = Math.Min(trial.Length, 32);
        List<double> next = [];
        List<double> expected = [];
        foreach (Segment segment in rows.Segments.Items)
        {
            ReadOnlySpan<double> before = trial.RowOf(rows.U, segment.Row, segment.Start, segment.Length);
            ReadOnlySpan<double> behind = trial.RowOf(trial.U, segment.Row, 0, more);
            next.AddRange(behind);
            double[] y = trial.Reference.Run([.. before, .. behind]);
            expected.AddRange(y.AsSpan(segment.Length * trial.Reference.Outputs));
        }

        Variable<T> zero = trial.Layer.ZeroState(EquivalenceTrial<T>.Batch, trial.Backend);
        (_, Variable<T> state) = trial.Layer.Forward(trial.Input(rows.U), zero, rows.Segments);
        (Variable<T> actual, _) = trial.Layer.Forward(trial.Input([.. next]), state);
        return trial.Row($"{rows.Name}, then on", EquivalenceTrial<T>.ToHost(actual), [.. expected]);
    }
}
