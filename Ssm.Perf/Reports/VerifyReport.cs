namespace Ssm.Perf.Reports;

/// <summary>All rows of a verification, and what they add up to.</summary>
internal sealed record VerifyReport(IReadOnlyList<VerifyRow> Rows)
{
    internal int Passed => Rows.Count(r => r.Verdict == Verdict.Pass);

    internal int Failed => Rows.Count(r => r.Verdict == Verdict.Fail);

    internal int Unsupported => Rows.Count(r => r.Verdict == Verdict.Unsupported);

    /// <summary>A verification with nothing in it has shown nothing.</summary>
    internal bool AllPassed => Rows.Count > 0 && Passed == Rows.Count;

    internal string Summary =>
        FormattableString.Invariant($"{Passed} passed, {Failed} failed, {Unsupported} unsupported");
}
