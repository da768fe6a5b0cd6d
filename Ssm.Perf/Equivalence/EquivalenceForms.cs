using System.Numerics;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>The forms of a model, in the order of the table.</summary>
internal static class EquivalenceForms
{
    /// <summary>What most forms are held against.</summary>
    internal const string Reference = "reference";

    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IEnumerable<EquivalenceRow> always = WholeForms.Rows(trial)
            .Concat(SegmentForms.Rows(trial))
            .Concat(RepeatForms.Rows(trial));
        return trial.Layer.IsCausal
            ? always.Concat(ChunkForms.Rows(trial))
                .Concat(SegmentStateForms.Rows(trial))
                .Concat(StateValueForms.Rows(trial))
            : always;
    }
}
