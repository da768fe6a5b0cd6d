using Ssm.Perf.Bench;
using Ssm.Perf.Verbs;

namespace Ssm.Perf;

/// <summary>The work behind the verbs that compute. A verb is offered only where its runner is there.</summary>
internal sealed record PerfRunners(
    ICompareRunner? Compare,
    ITrainRunner? Train,
    IVerifyRunner? Verify,
    BenchRunner? Bench = null,
    IEquivalenceRunner? Equivalence = null);
