namespace Ssm.Perf.Bench.Workloads;

/// <summary>h[t] = a[t] ⊙ h[t−1] + b[t], complex, a of its own at every step; see <see cref="ScanCase{T}"/>.</summary>
internal sealed class ScanVaryingWorkload : IBenchWorkload
{
    private const string Example = "B8xL4096xP256";

    public string Name => "scan.ltv";

    public string Summary => "h[t] = a[t] ⊙ h[t−1] + b[t], complex, a of its own at every step";

    public IReadOnlyList<string> Sizes => [Example, "B1xL16384xP256", "B1xL65536xP8"];

    public IReadOnlyList<string> Passes => ["fwd", "fwd+bwd", "bwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Example, Name);
        return request.Dtype == "f64"
            ? new ScanCase<double>(request, invariant: false)
            : new ScanCase<float>(request, invariant: false);
    }
}
