using System.Numerics;
using Ssm.Kernels;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>C loops compiled with <c>gcc -O3 -march=native</c>: what a scan costs that is simply written down.</summary>
internal sealed class LoopRivals : IBenchRivalProvider
{
    private readonly CompiledLoops? _loops;

    internal LoopRivals(string compiler = "gcc")
    {
        _loops = CompiledLoops.TryCompile(compiler, out string? missing);
        Missing = missing;
    }

    /// <inheritdoc/>
    public string Name => "gcc";

    /// <inheritdoc/>
    public string? Missing { get; }

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        RivalJob? job = _loops is null ? null
            : request.Dtype == "f32" ? Job<float>(_loops, request) : Job<double>(_loops, request);
        return job is null ? [] : [job.Named(Name)];
    }

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
