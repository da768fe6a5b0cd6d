using Ssm.Core.Initialization;
using Ssm.Core.Models;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A training step of S5 layers of 64 modes in residual blocks with a full gated unit.</summary>
internal sealed class TrainS5Workload : IBenchWorkload
{
    public string Name => "train.s5";

    public string Summary => "A training step of S5 layers: forward, backward, AdamW";

    public IReadOnlyList<string> Sizes => [TrainSizes.Example];

    public IReadOnlyList<string> Passes => ["fwd+bwd"];

    public IReadOnlyList<string> Dtypes => ["f32"];

    public BenchCase Prepare(BenchRequest request)
    {
        TrainSizes sizes = TrainSizes.Of(request.Size, Name);
        S5Options options = new()
        {
            StateSize = 2 * TrainSizes.State,
            OutputInit = S5OutputInit.TruncatedNormal,
        };

        // Input and output product with both planes, and four multiplications and additions a step of each mode.
        double products = 8.0 * sizes.Activations * TrainSizes.State;
        double scan = 8.0 * sizes.Batch * sizes.Length * TrainSizes.State;
        return new TrainCase(
            sizes,
            request,
            (random, backend) => new S5<float>(sizes.Channels, options, random, backend),
            random => new S5<double>(sizes.Channels, options, random),
            products + scan);
    }
}
