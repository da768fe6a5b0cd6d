using Ssm.Core.Models;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A training step of S4D layers of order 64 in residual blocks with a full gated unit.</summary>
internal sealed class TrainS4DWorkload : IBenchWorkload
{
    public string Name => "train.s4d";

    public string Summary => "A training step of S4D layers: forward, backward, AdamW";

    public IReadOnlyList<string> Sizes => [TrainSizes.Example];

    public IReadOnlyList<string> Passes => ["fwd+bwd"];

    public IReadOnlyList<string> Dtypes => ["f32"];

    public BenchCase Prepare(BenchRequest request)
    {
        TrainSizes sizes = TrainSizes.Of(request.Size, Name);
        S4DOptions options = new() { Order = TrainSizes.State };

        // Nominal, as the bench counts convolutions: transforms of twice the length there and back, 5 n log₂ n each of
        // real data by half, and the product.
        double length = 2.0 * sizes.Length;
        double convolution = sizes.Batch * (double)sizes.Channels * ((5 * length * Math.Log2(length)) + (3 * length));
        return new TrainCase(
            sizes,
            request,
            (random, backend) => new S4D<float>(sizes.Channels, options, random, backend),
            random => new S4D<double>(sizes.Channels, options, random),
            convolution);
    }
}
