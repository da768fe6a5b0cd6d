using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsRealCases
{
    private static Variable<T>? Layer<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "layernorm_affine" => Op.LayerNorm(golden.In("x"), golden.P("w"), golden.P("b"), Number<T>(1e-5)),
            "layernorm_plain" => Op.LayerNorm(golden.In("x"), null, null, Number<T>(1e-5)),
            "layernorm_large_eps" => Op.LayerNorm(golden.In("x"), golden.P("w"), golden.P("b"), Number<T>(0.1)),
            "batchnorm_train_ncl" or "batchnorm_train_nc" => BatchNormTraining(golden),
            "batchnorm_eval" => BatchNormEvaluation(golden),
            "rmsnorm" => Op.RmsNorm(golden.In("x"), golden.P("w"), Number<T>(1e-5)),
            "rmsnorm_one_plus_scale" => Op.RmsNorm(golden.In("x"), golden.P("w"), Number<T>(1e-6), T.One),
            "rmsnorm_gated" =>
                Op.RmsNorm(Op.SwiGlu(golden.In("z"), golden.In("x")), golden.P("w"), Number<T>(1e-5)),
            "groupnorm" => GroupNorm(golden.In("x"), golden.P("w"), golden.P("b"), groups: 2),
            "conv1d_depthwise_causal" => DepthwiseCausal(golden.In("x"), golden.P("w"), golden.P("b")),
            "conv1d_pointwise" => Convolution(golden.In("x"), golden.P("w"), golden.P("b"), stride: 1, padding: 0),
            "conv1d_full" => Convolution(golden.In("x"), golden.P("w"), golden.P("b"), stride: 2, padding: 1),
            _ => null,
        };

    // The running averages move by a tenth; the variance that enters is the unbiased one.
    private static Variable<T> BatchNormTraining<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x");
        (Variable<T> y, NdArray<T> mean, NdArray<T> variance) =
            Op.BatchNorm(ChannelsLast(x), golden.P("w"), golden.P("b"), Number<T>(1e-5));
        int count = x.Shape.Count / x.Shape[1];
        T step = Number<T>(0.1);
        T unbiased = step * T.CreateChecked(count) / T.CreateChecked(count - 1);
        golden.Output("running_mean", ((T.One - step) * golden.In("mean").Detach()) + (step * (Variable<T>)mean));
        golden.Output("running_var", ((T.One - step) * golden.In("var").Detach()) + (unbiased * (Variable<T>)variance));
        return ChannelsLast(y);
    }

    private static Variable<T> BatchNormEvaluation<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> mean = golden.In("mean").Detach();
        Variable<T> variance = golden.In("var").Detach();
        golden.Output("running_mean", mean);
        golden.Output("running_var", variance);
        Variable<T> normal =
            (ChannelsLast(golden.In("x")) - mean) * Op.Rsqrt(Op.AddConstant(variance, Number<T>(1e-5)));
        return ChannelsLast((normal * golden.P("w")) + golden.P("b"));
    }

    private static Variable<T> GroupNorm<T>(Variable<T> x, Variable<T> weight, Variable<T> bias, int groups)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> rows = Op.Reshape(x, [x.Shape[0], groups, x.Shape.Count / (x.Shape[0] * groups)]);
        Variable<T> normal = Op.Reshape(Op.LayerNorm(rows, null, null, Number<T>(1e-5)), x.Shape);
        return ChannelsLast((ChannelsLast(normal) * weight) + bias);
    }

    private static Variable<T> DepthwiseCausal<T>(Variable<T> x, Variable<T> weight, Variable<T> bias)
        where T : unmanaged, IFloatingPointIeee754<T> => ChannelsLast(
            Op.CausalConv1d(ChannelsLast(x), Op.Transpose(Op.Select(weight, axis: 1, index: 0)), bias));

    private static Variable<T> Convolution<T>(
        Variable<T> x, Variable<T> weight, Variable<T> bias, int stride, int padding)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ChannelsLast(Op.Conv1d(ChannelsLast(x), Op.Permute(weight, 2, 1, 0), bias, stride, padding));

    /// <summary>(B, C, L) as (B, L, C), and back; (B, C) as it is.</summary>
    private static Variable<T> ChannelsLast<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => x.Shape.Rank == 3 ? Op.Permute(x, 0, 2, 1) : x;
}
