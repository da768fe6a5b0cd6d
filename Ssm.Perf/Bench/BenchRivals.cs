using Ssm.Perf.Rivals;

namespace Ssm.Perf.Bench;

/// <summary>All sources of native rivals, which <c>--rivals all</c> asks.</summary>
internal static class BenchRivals
{
    internal static IReadOnlyList<IBenchRivalProvider> All { get; } =
        [new FftwRivals(), new OpenBlasRivals(), new LoopRivals(), new TorchRivals()];
}
