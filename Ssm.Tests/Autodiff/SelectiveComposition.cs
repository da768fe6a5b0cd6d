using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>The complex selective scan as a composition of ops, which keeps (B, L, D, N) states.</summary>
internal static class SelectiveComposition
{
    internal static (Variable<T> Y, Variable<T> Final) Run<T>(SelectiveScanInputs<T> inputs, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length, int channels, int states) = (shape.Batch, shape.Length, shape.Channels, shape.States);
        int groups = shape.Groups, together = channels / groups;
        Shape perChannel = [batch, length, groups, together, 1];
        Variable<T> delta = inputs.DeltaBias is null ? inputs.Delta : inputs.Delta + inputs.DeltaBias;
        delta = inputs.Softplus ? Op.Softplus(delta) : delta;
        Variable<T> power = Op.Exp(
            Op.Reshape(delta, perChannel) * Op.Reshape(inputs.A, [groups, together, states]));
        if (inputs.Resets is { } resets)
        {
            T[] keep = Array.ConvertAll(resets.Values.ToArray(), x => x == 0 ? T.One : T.Zero);
            power *= new Variable<T>(NdArray<T>.From(keep, [batch, length, 1, 1, 1]));
        }

        Variable<T> drive = Op.Reshape(delta * inputs.U, perChannel) * PerGroup(inputs.B, shape);
        Shape flat = [batch, length, channels * states];
        Variable<T>? initial = inputs.Initial is null
            ? null
            : Op.Reshape(inputs.Initial, [batch, channels * states]);
        Variable<T> h = Op.DiagonalScan(Op.Reshape(power, flat), Op.Reshape(drive, flat), initial);
        Variable<T> product = Op.Real(
            PerGroup(inputs.C, shape) * Op.Reshape(h, [batch, length, groups, together, states]));
        Variable<T> y = Op.Scale(Op.Reshape(Op.Sum(product, axis: -1), inputs.U.Shape), T.CreateChecked(2.0));
        y = inputs.Skip is null ? y : y + (inputs.Skip * inputs.U);
        y = inputs.Gate is null ? y : y * Op.Silu(inputs.Gate);
        return (y, Op.Reshape(Op.Select(h, axis: 1, length - 1), [batch, channels, states]));
    }

    // Weights in either form, ready to meet (B, L, G, D/G, N).
    private static Variable<T> PerGroup<T>(Variable<T> weights, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Reshape(weights, weights.Shape.Rank == 2
            ? [shape.Groups, shape.Channels / shape.Groups, shape.States]
            : [shape.Batch, shape.Length, shape.Groups, 1, shape.States]);
}
