namespace Ssm.Perf.Reports;

/// <summary>One form of a model held against another.</summary>
/// <param name="Model">The model.</param>
/// <param name="Form">The form that is verified.</param>
/// <param name="Against">What it is held against.</param>
/// <param name="Dtype">f64 or f32.</param>
/// <param name="Device">Where it was computed.</param>
/// <param name="Error">The largest difference, relative to the largest output; NaN where an output is.</param>
/// <param name="Tolerance">What the error may be; 0 where the bits have to be the same.</param>
internal sealed record EquivalenceRow(
    string Model, string Form, string Against, string Dtype, string Device, double Error, double Tolerance)
{
    /// <summary>Written so that an error that is no number fails.</summary>
    internal Verdict Verdict => Error <= Tolerance ? Verdict.Pass : Verdict.Fail;

    /// <summary>The part of the tolerance that is used up; for the same bits 0, for other bits infinite.</summary>
    internal double Used => Error == 0 ? 0 : Error / Tolerance;
}
