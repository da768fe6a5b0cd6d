using Ssm.Kernels;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>C = op(A) op(B): MxNxK, with nn, nt, tn or tt before it for the operands that are stored transposed.
/// </summary>
internal sealed class GemmWorkload : IBenchWorkload
{
    public string Name => "gemm";

    public string Summary => "matrix product, M x N x K; nt, tn or tt before the size: operands stored transposed";

    public IReadOnlyList<string> Sizes =>
    [
        "256x256x256", "512x512x512", "1024x1024x1024", "nt1024x1024x1024", "tn1024x1024x1024", "tt1024x1024x1024",
        "2048x2048x2048", "32768x256x256", "4096x768x3072", "1x768x3072", "nt1x768x3072",
    ];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        BenchSize size = request.Size;
        string letters = size.Form.Split('x')[0];
        if (size.Rank != 3 || letters is not ("" or "nn" or "nt" or "tn" or "tt"))
        {
            throw new UserException(
                $"bench: '--size' is '{size}', which does not fit the workload gemm; write it like 256x256x256 or "
                + "nt256x256x256.");
        }

        MatMulShape shape = new(
            size[0], size[1], size[2], letters.StartsWith('t'), letters.Length == 2 && letters.EndsWith('t'));
        return request.Dtype == "f64"
            ? new GemmCase<double>(shape, request.Threads, request.Seed)
            : new GemmCase<float>(shape, request.Threads, request.Seed);
    }
}
