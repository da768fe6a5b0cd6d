namespace Ssm.Perf.Conformance;

/// <summary>How large the cases of a conformance run are.</summary>
internal enum ConformanceSizes
{
    /// <summary>At most about a thousand numbers: for a simulator, where every barrier of a thread takes its time.
    /// </summary>
    Tiny,

    /// <summary>Odd lengths, primes, powers of two and their neighbours, and some hundred thousand numbers.</summary>
    Real,
}
