using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsComplexCases
{
    private static Variable<T>? Moving<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "concat" => Op.Concat(1, golden.In("x"), golden.In("y"), golden.In("x")),
            "stack" => Op.Stack(-1, golden.In("x"), golden.In("y")),
            "concat_conj" => Op.Concat(-1, golden.In("x"), Op.Conjugate(golden.In("x"))),
            "slice_step" => GoldenSteps.Every(
                Op.Slice(golden.In("x"), 0, 1, golden.In("x").Shape[0] - 1), axis: 1, start: 0, step: 2),
            "flip" => Op.Flip(Op.Flip(golden.In("x"), axis: 0), axis: 1),
            "roll" => Op.Roll(golden.In("x"), axis: 1, shift: 2),
            "pad" => Op.Pad(golden.In("x"), -1, 2, 1),
            "transpose_reshape" => Op.Reshape(Op.Permute(golden.In("x"), 2, 1, 0), golden.ShapeOf("out.y")),
            "expand" => Op.BroadcastTo(golden.In("x"), golden.ShapeOf("out.y")) * golden.In("y"),
            "index_select_repeat" => Op.IndexSelect(golden.In("x"), 1, golden.Integers("in.i")),
            "gather" => Op.Gather(golden.In("x"), 1, golden.Integers("in.i")),
            _ => null,
        };

    private static Variable<T>? Fourier<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "fft_even" or "fft_odd" => Op.Fft(golden.In("x")),
            "fft_axis0" => Op.Fft(golden.In("x"), axis: 0),
            "ifft_even" or "ifft_odd" => Op.InverseFft(golden.In("x")),
            "rfft_even" or "rfft_odd" => Op.RealFft(golden.In("x")),
            "rfft_padded" => Op.RealFft(golden.In("x"), length: 12),
            "rfft_truncated" => Op.RealFft(golden.In("x"), length: 5),
            "irfft_even" or "irfft_odd" => Op.InverseRealFft(golden.In("x"), golden.ShapeOf("out.y")[^1]),
            "fft_conv" => Convolution(golden.In("x"), golden.In("y")),
            _ => null,
        };

    // Twice the length, so that the end of the product does not come round to its start.
    private static Variable<T> Convolution<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = x.Shape[^1];
        Variable<T> product = Op.RealFft(x, length: 2 * length) * Op.RealFft(y, length: 2 * length);
        return Op.Slice(Op.InverseRealFft(product, 2 * length), -1, 0, length);
    }
}
