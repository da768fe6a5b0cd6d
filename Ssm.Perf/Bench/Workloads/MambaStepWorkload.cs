namespace Ssm.Perf.Bench.Workloads;

/// <summary><c>step.mamba</c>: one token's part of a Mamba layer that has a state, on one thread.</summary>
internal sealed class MambaStepWorkload : IBenchWorkload
{
    public string Name => "step.mamba";

    public string Summary => "one sample through a selective layer's states: short convolution and selective scan";

    public IReadOnlyList<string> Sizes => ["H128xN64"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f32" ? new MambaStepCase<float>(request) : new MambaStepCase<double>(request);
    }
}
