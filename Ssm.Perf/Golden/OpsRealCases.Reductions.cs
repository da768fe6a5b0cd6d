using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsRealCases
{
    /// <summary>The logit of a masked position in recurrentgemma: near the least float.</summary>
    private const double Masked = -2.3819763e38;

    private static Variable<T>? Reduction<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "softmax_last" or "softmax_large" => Op.Softmax(golden.In("x")),
            "softmax_axis0" => Op.Softmax(golden.In("x"), axis: 0),
            "softmax_masked" => Op.Softmax(
                Op.Where(golden.In("m").Value, golden.In("x"), Scalar(Masked, golden.Backend))),
            "log_softmax" => Op.LogSoftmax(golden.In("x")),
            "logsumexp" => Op.LogSumExp(golden.In("x"), axis: 1),
            "logsumexp_large" => Op.LogSumExp(golden.In("x"), axis: -1),
            "sum_axes" => Op.Sum(golden.In("x"), [0, 2]),
            "mean_axis_keepdim" => Op.Mean(golden.In("x"), axis: 1, keep: true),
            "var_unbiased" => Op.Variance(golden.In("x"), axis: -1, correction: 1),
            "var_biased" => Op.Variance(golden.In("x"), axis: -1, correction: 0),
            "std" => Op.Sqrt(Op.Variance(golden.In("x"), axis: 0, correction: 1)),
            "norm2" => Op.Norm(golden.In("x"), axis: -1),
            "max_axis" or "amax_tie" => Op.Max(golden.In("x"), axis: -1),
            "min_axis" => Op.Min(golden.In("x"), axis: 0),
            "prod" => Op.Product(golden.In("x"), axis: -1),
            "cumsum" => Op.CumulativeSum(golden.In("x"), axis: 1),
            "cumprod" => Op.CumulativeProduct(golden.In("x"), axis: -1),
            "avg_pool_time" => Op.Mean(golden.In("x"), axis: 1),
            _ => null,
        };
}
