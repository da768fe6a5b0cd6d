using Ssm.Perf.Reports;

namespace Ssm.Perf.Conformance;

/// <summary>How one case ended.</summary>
/// <param name="Case">The case's name.</param>
/// <param name="Primitive">The member of the contract.</param>
/// <param name="Dtype">f64 or f32.</param>
/// <param name="Device">Where it ran.</param>
/// <param name="Result">The result with the largest ratio of error to tolerance.</param>
/// <param name="Error">That result's largest error, relative to its magnitude.</param>
/// <param name="Tolerance">What it may be.</param>
/// <param name="Message">What went wrong, where, and what was expected; empty for nothing.</param>
internal sealed record ConformanceRow(
    string Case, string Primitive, string Dtype, string Device, string Result, double Error, double Tolerance,
    string Message)
{
    internal Verdict Verdict => Message.Length == 0 ? Verdict.Pass : Verdict.Fail;

    /// <summary>The row of a report on a verification.</summary>
    internal VerifyRow ToVerifyRow() =>
        new("conformance", Case, Dtype, Device, Result, Error, Tolerance, Verdict);
}
