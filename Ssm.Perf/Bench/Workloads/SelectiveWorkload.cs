namespace Ssm.Perf.Bench.Workloads;

/// <summary><c>selective</c>: the scan of a Mamba layer with softplus, skip and gate.</summary>
internal sealed class SelectiveWorkload : IBenchWorkload
{
    public string Name => "selective";

    public string Summary => "selective scan: discretise, scan, project and gate, and its adjoint";

    public IReadOnlyList<string> Sizes => ["B2xD768xL1024xN16", "B2xD1536xL2048xN16"];

    public IReadOnlyList<string> Passes => ["fwd", "fwd+bwd", "bwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f32" ? new SelectiveCase<float>(request) : new SelectiveCase<double>(request);
    }
}
