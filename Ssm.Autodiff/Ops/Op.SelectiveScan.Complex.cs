namespace Ssm.Autodiff;

/// <content>The selective scan with complex rates, as a composition of ops.</content>
public static partial class Op
{
    private static (Variable<T> Y, Variable<T> Final) ComplexSelectiveScan<T>(
        SelectiveScanInputs<T> inputs, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length, int channels, int states) = (shape.Batch, shape.Length, shape.Channels, shape.States);
        int groups = shape.Groups, together = channels / groups;
        Shape perChannel = [batch, length, groups, together, 1];
        Variable<T> delta = inputs.DeltaBias is null ? inputs.Delta : inputs.Delta + inputs.DeltaBias;
        delta = inputs.Softplus ? Softplus(delta) : delta;
        Variable<T> rates = Reshape(inputs.A, [groups, together, states]);
        Variable<T> power = Exp(Reshape(delta, perChannel) * rates);
        if (inputs.Resets is { } resets)
        {
            power *= Keep(resets, inputs.U.Backend, [batch, length, 1, 1, 1]);
        }

        Variable<T> drive = Reshape(delta * inputs.U, perChannel) * PerGroup(inputs.B, shape);
        Shape flat = [batch, length, channels * states];
        Variable<T>? initial = inputs.Initial is null
            ? null
            : Reshape(inputs.Initial, [batch, channels * states]);
        Variable<T> h = DiagonalScan(Reshape(power, flat), Reshape(drive, flat), initial);
        Variable<T> product = Real(PerGroup(inputs.C, shape) * Reshape(h, [batch, length, groups, together, states]));
        Variable<T> y = Scale(Reshape(Sum(product, axis: -1), inputs.U.Shape), T.CreateChecked(2.0));
        y = inputs.Skip is null ? y : y + (inputs.Skip * inputs.U);
        y = inputs.Gate is null ? y : y * Silu(inputs.Gate);
        Shape stateShape = [batch, channels, states];
        Variable<T> final = length > 0
            ? Reshape(Select(h, axis: 1, length - 1), stateShape)
            : inputs.Initial ?? Constant(NdArray<T>.AllocateZeros(stateShape, inputs.U.Backend, complex: true));
        return (y, final);
    }

    // Weights in either form, ready to meet (B, L, G, D/G, N).
    private static Variable<T> PerGroup<T>(Variable<T> weights, SelectiveScanShape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Reshape(weights, weights.Shape.Rank == 2
            ? [shape.Groups, shape.Channels / shape.Groups, shape.States]
            : [shape.Batch, shape.Length, shape.Groups, 1, shape.States]);

    // 0 where a sequence starts over and 1 elsewhere.
    private static Variable<T> Keep<T>(Indices resets, IBackend<T> backend, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] keep = new T[shape.Count];
        for (int i = 0; i < keep.Length; i++)
        {
            keep[i] = resets.Values[i] == 0 ? T.One : T.Zero;
        }

        return Constant(NdArray<T>.From(keep, shape, backend));
    }
}
