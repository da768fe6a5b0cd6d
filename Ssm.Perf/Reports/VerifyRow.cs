namespace Ssm.Perf.Reports;

/// <summary>One verified case of a golden file.</summary>
/// <param name="File">The golden file, relative to its directory.</param>
/// <param name="Case">The case within the file.</param>
/// <param name="Dtype">f64 or f32.</param>
/// <param name="Device">Where it was computed.</param>
/// <param name="WorstTensor">
/// The tensor with the largest ratio of error to tolerance; for an unsupported case, what is missing.
/// </param>
/// <param name="Error">That tensor's relative error; NaN when there is none.</param>
/// <param name="Tolerance">What the error may be; NaN when there is none.</param>
/// <param name="Verdict">How it ended.</param>
internal sealed record VerifyRow(
    string File,
    string Case,
    string Dtype,
    string Device,
    string WorstTensor,
    double Error,
    double Tolerance,
    Verdict Verdict);
