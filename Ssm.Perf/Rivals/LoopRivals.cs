using System.Numerics;
using Ssm.Kernels;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>C loops compiled with <c>gcc -O3 -march=native</c>: the price of a scan just written down.</summary>
internal sealed class LoopRivals : IBenchRivalProvider
{
    private readonly Lazy<(CompiledLoops? Loops, string? Missing)> _exact;
    private readonly Lazy<(CompiledLoops? Loops, string? Missing)> _fast;

    internal LoopRivals(string compiler = "gcc")
    {
        _exact = new(() => Compile(compiler, false));
        _fast = new(() => Compile(compiler, true));
    }

    /// <inheritdoc/>
    public string? Missing => _exact.Value.Missing;

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        if (Job(_exact.Value.Loops, request) is { } job)
        {
            yield return job.Named("gcc");
        }

        // Only where there is an exponential does the licence change the code.
        if (request.Workload == "selective" && Job(_fast.Value.Loops, request) is { } fast)
        {
            yield return fast.Named("gcc -ffast-math");
        }
    }

    private static (CompiledLoops? Loops, string? Missing) Compile(string compiler, bool fastMath) =>
        (CompiledLoops.TryCompile(compiler, fastMath, out string? missing), missing);

    private static RivalJob? Job(CompiledLoops? loops, BenchRequest request) =>
        loops is null ? null : request.Dtype == "f32" ? Job<float>(loops, request) : Job<double>(loops, request);

    private static RivalJob? Job<T>(CompiledLoops loops, BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BenchSize size = request.Size;
        switch (request.Workload)
        {
            case "scan.lti" or "scan.ltv":
                ScanShape shape = new(size["B"], size["L"], size["P"]);
                return new ScanLoops<T>(
                    loops, request.Workload == "scan.lti", request.Pass, shape, request.Threads, request.Seed);
            case "selective" when !request.Backward:
                return new SelectiveLoop<T>(
                    loops, size["B"], size["D"], size["L"], size["N"], request.Threads, request.Seed);
            default:
                return null;
        }
    }
}
