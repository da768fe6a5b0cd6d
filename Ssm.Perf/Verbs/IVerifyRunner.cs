using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary>The work behind <c>verify</c>.</summary>
internal interface IVerifyRunner
{
    /// <summary>
    /// Computes every case of the golden files and yields a row for each, in the order of file and case.
    /// </summary>
    /// <remarks>
    /// A case that this version cannot compute is a row with <see cref="Verdict.Unsupported"/>; a file that cannot be
    /// read
    /// ends it with <see cref="InvalidDataException"/> or <see cref="IOException"/>, whose message is shown as it is.
    /// </remarks>
    IEnumerable<VerifyRow> Run(VerifySettings settings, CancellationToken cancellation);
}
