using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One token of a Mamba language model with random weights: width D, N layers, 50280 words.</summary>
internal sealed class MambaDecodeWorkload : IBenchWorkload
{
    private const int WidthMultiple = 16;

    public string Name => "mamba.decode";

    public string Summary => "one token of a Mamba model, width D, N layers; D768xN24 is mamba-130m";

    public IReadOnlyList<string> Sizes => ["D768xN24"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "bf16", "int8"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        int width = request.Size["D"];
        if (width % WidthMultiple != 0)
        {
            throw new UserException(
                $"bench: '--size' is '{request.Size}', expected a width D that is a multiple of {WidthMultiple}.");
        }

        return new MambaDecodeCase(width, request.Size["N"], request.Dtype, request.Threads, request.Seed);
    }
}
