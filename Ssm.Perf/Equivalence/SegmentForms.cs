using System.Numerics;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>Padded and packed rows at once, by the form for whole sequences.</summary>
internal static class SegmentForms
{
    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        trial.Padded.Select(rows => trial.Row(
            $"{rows.Name} {trial.Model.Whole}",
            EquivalenceTrial<T>.ToHost(trial.Layer.Forward(trial.Input(rows.U), rows.Segments)),
            rows.Expected));
}
