namespace Ssm.Perf.Bench.Workloads;

/// <summary><c>gated</c>: the recurrence of RG-LRU from the logits of its gates.</summary>
internal sealed class GatedWorkload : IBenchWorkload
{
    public string Name => "gated";

    public string Summary => "RG-LRU's recurrence: gates, decay, root and scan, and its adjoint";

    public IReadOnlyList<string> Sizes => ["B8xL2048xE256", "B1xL4096xE2560"];

    public IReadOnlyList<string> Passes => ["fwd", "fwd+bwd", "bwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f32" ? new GatedCase<float>(request) : new GatedCase<double>(request);
    }
}
