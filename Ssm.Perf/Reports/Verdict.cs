namespace Ssm.Perf.Reports;

/// <summary>How a verified case ended.</summary>
internal enum Verdict
{
    /// <summary>The error is within the tolerance.</summary>
    Pass,

    /// <summary>The error is larger than the tolerance, or not a number.</summary>
    Fail,

    /// <summary>The case asks for something that this version does not have.</summary>
    Unsupported,
}
