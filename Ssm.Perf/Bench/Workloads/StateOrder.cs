using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>State sizes that stand for pairs of modes.</summary>
internal static class StateOrder
{
    /// <exception cref="UserException">The order is odd.</exception>
    internal static int Even(int order, string workload) => order % 2 == 0
        ? order
        : throw new UserException(
            $"bench: the state of {workload} is {order}, expected an even number: two for each complex mode.");
}
