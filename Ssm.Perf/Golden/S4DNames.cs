using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Under which names a golden case keeps the small S4D layer: λ = −exp(A_real) + i·A_imag, B = 1.</summary>
internal sealed record S4DNames(
    string LogDt, string LogAReal, string AImag, string C, string D, string OutWeight, string OutBias)
{
    /// <summary>The layer and its gated unit in the sizes of the case.</summary>
    internal (S4D<T> Layer, GatedUnit<T> Unit) Create<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape a = golden.ShapeOf($"p.{LogAReal}");
        RandomSource random = new(1);
        return (
            new S4D<T>(a[0], new S4DOptions { Order = 2 * a[1] }, random, golden.Backend),
            new GatedUnit<T>(a[0], Glu.Full, Gelu.Erf, dropout: 0, random, golden.Backend));
    }

    /// <summary>Gives them the values of the case. The rows of the output map are the values, then the gates.</summary>
    internal void Load<T>(GoldenCase<T> golden, S4D<T> layer, GatedUnit<T> unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = layer.Channels;
        golden.Load(layer.Dt, () => Op.Reshape(golden.P(LogDt), [channels, 1]));
        golden.Load(layer.ARe, () => golden.P(LogAReal));
        golden.Load(layer.AIm!, () => golden.P(AImag));
        golden.Load(layer.C, () => GoldenParts.ViewAsComplex(golden.P(C)));
        golden.Load(layer.D, () => golden.P(D));
        layer.B.Value.Assign(
            Op.Complex<T>(
                NdArray<T>.Full(layer.B.Shape, T.One, golden.Backend),
                NdArray<T>.Zeros(layer.B.Shape, golden.Backend)).Value);
        golden.Load(unit.Value!.Weight, () => Rows(golden.P(OutWeight), 0, channels));
        golden.Load(unit.Gate!.Weight, () => Rows(golden.P(OutWeight), channels, channels));
        golden.Load(unit.Value.Bias!, () => Op.Slice(golden.P(OutBias), 0, 0, channels));
        golden.Load(unit.Gate.Bias!, () => Op.Slice(golden.P(OutBias), 0, channels, channels));
    }

    // A convolution of one tap, (2H, H, 1), is a matrix.
    private static Variable<T> Rows<T>(Variable<T> weight, int start, int count)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Slice(Op.Reshape(weight, [weight.Shape[0], weight.Shape[1]]), 0, start, count);
}
