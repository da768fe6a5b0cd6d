namespace Ssm.Perf.Reports;

/// <summary>The equivalence table, and what it adds up to.</summary>
/// <param name="Length">Steps of the sequences.</param>
/// <param name="Seed">Where parameters and inputs came from.</param>
/// <param name="Groups">The models, each in each element type.</param>
internal sealed record EquivalenceReport(int Length, ulong Seed, IReadOnlyList<EquivalenceGroup> Groups)
{
    internal IEnumerable<EquivalenceRow> Rows => Groups.SelectMany(g => g.Rows);

    internal int Passed => Rows.Count(r => r.Verdict == Verdict.Pass);

    internal int Failed => Rows.Count(r => r.Verdict != Verdict.Pass);

    /// <summary>A table with nothing in it has shown nothing.</summary>
    internal bool AllPassed => Passed > 0 && Failed == 0;

    internal string Summary => FormattableString.Invariant($"{Passed} passed, {Failed} failed");
}
