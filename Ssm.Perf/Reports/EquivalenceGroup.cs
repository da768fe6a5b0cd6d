namespace Ssm.Perf.Reports;

/// <summary>All forms of one model in one element type.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dtype">f64 or f32.</param>
/// <param name="Facts">What its tolerance is made of.</param>
/// <param name="Rows">A row for each form.</param>
internal sealed record EquivalenceGroup(
    string Model, string Dtype, EquivalenceFacts Facts, IReadOnlyList<EquivalenceRow> Rows)
{
    internal int Passed => Rows.Count(r => r.Verdict == Verdict.Pass);

    /// <summary>The form that is nearest to its tolerance, or furthest beyond.</summary>
    internal EquivalenceRow Worst =>
        Rows.MaxBy(r => double.IsNaN(r.Used) ? double.PositiveInfinity : r.Used)!;

    /// <summary>One line that says how it went.</summary>
    internal string Summary
    {
        get
        {
            EquivalenceRow worst = Worst;
            return FormattableString.Invariant($"{Model} {Dtype}: {Passed} of {Rows.Count} forms agree; worst: ")
                + FormattableString.Invariant($"{worst.Form}, {worst.Error:0.0e+00} of {worst.Tolerance:0.0e+00}");
        }
    }
}
