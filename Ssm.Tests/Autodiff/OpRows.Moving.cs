using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Moving<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Reshape), [OpInput.Real(2, 6)], x => Op.Reshape(x[0], [3, 4])),
            new(nameof(Op.Reshape), [OpInput.Complex(1)], x => Op.Reshape(x[0], Shape.Scalar)),
            new(nameof(Op.Permute), [OpInput.Real(2, 3, 5)], x => Op.Permute(x[0], 2, 0, 1)),
            new(nameof(Op.Permute), [OpInput.Complex(2, 3, 1, 4)], x => Op.Permute(x[0], 3, 1, 0, 2)),
            new(nameof(Op.Permute), [OpInput.Real(0, 3)], x => Op.Permute(x[0], 1, 0)),
            new(nameof(Op.Permute), [OpInput.Real()], x => Op.Permute(x[0])),
            new(nameof(Op.Transpose), [OpInput.Real(3, 5)], x => Op.Transpose(x[0])),
            new(nameof(Op.Transpose), [OpInput.Complex(2, 1, 5)], x => Op.Transpose(x[0])),
            new(nameof(Op.Slice), [OpInput.Real(5, 3)], x => Op.Slice(x[0], 0, 1, 3)),       // a view of the memory
            new(nameof(Op.Slice), [OpInput.Complex(2, 5, 3)], x => Op.Slice(x[0], 1, 2, 2)),
            new(nameof(Op.Slice), [OpInput.Real(4, 9)], x => Op.Slice(x[0], -1, 8, 1)),
            new(nameof(Op.Slice), [OpInput.Real(4, 9)], x => Op.Slice(x[0], -1, 9, 0)),      // nothing
            new(nameof(Op.Select), [OpInput.Real(4, 3)], x => Op.Select(x[0], 0, 3)),
            new(nameof(Op.Select), [OpInput.Complex(2, 4, 3)], x => Op.Select(x[0], -2, 1)),
            new(nameof(Op.Concat), [OpInput.Real(2, 3)], x => Op.Concat(0, x[0])),
            new(nameof(Op.Concat), [OpInput.Real(2, 3), OpInput.Real(2, 1)], x => Op.Concat(-1, x[0], x[1])),
            new(nameof(Op.Concat), [OpInput.Real(2, 3, 2), OpInput.Complex(2, 4, 2)], x => Op.Concat(1, x[0], x[1],
                x[0])),
            new(nameof(Op.Concat), [OpInput.Real(0, 3), OpInput.Real(2, 3)], x => Op.Concat(0, x[0], x[1])),
            new(nameof(Op.Flip), [OpInput.Real(3, 5)], x => Op.Flip(x[0], 0)),
            new(nameof(Op.Flip), [OpInput.Complex(2, 5, 3)], x => Op.Flip(x[0], 1)),
            new(nameof(Op.Flip), [OpInput.Real(2, 1)], x => Op.Flip(x[0], -1)),
            new(nameof(Op.BroadcastTo), [OpInput.Real(3, 1)], x => Op.BroadcastTo(x[0], [2, 3, 4])),
            new(nameof(Op.BroadcastTo), [OpInput.Complex(4)], x => Op.BroadcastTo(x[0], [3, 4])),
            new(nameof(Op.BroadcastTo), [OpInput.Real()], x => Op.BroadcastTo(x[0], [0, 2])),
            new(nameof(Op.Reshape), [OpInput.Real(0, 3)], x => Op.Reshape(x[0], [3, 0])),
            new(nameof(Op.Transpose), [OpInput.Real(2, 0, 3)], x => Op.Transpose(x[0])),
            .. Widths.SelectMany(n => MovingAt<T>(n)),
            .. Along<T>(nameof(Op.Flip), Op.Flip, OpInput.Real),
            .. Along<T>(nameof(Op.Select), (x, axis) => Op.Select(x, axis, 0), OpInput.Real),
            .. Along<T>(nameof(Op.Concat), (x, axis) => Op.Concat(axis, x, x), OpInput.Complex),
        ];

    private static IEnumerable<OpRow<T>> MovingAt<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Reshape), [OpInput.Complex(n, 2)], x => Op.Reshape(x[0], [2, n])),
            new(nameof(Op.Permute), [OpInput.Real(2, n, 3)], x => Op.Permute(x[0], 2, 0, 1)),
            new(nameof(Op.Permute), [OpInput.Complex(2, 3, n)], x => Op.Permute(x[0], 1, 0, 2)),
            new(nameof(Op.Transpose), [OpInput.Real(n, n)], x => Op.Transpose(x[0])),
            new(nameof(Op.Transpose), [OpInput.Real(2, n, 9)], x => Op.Transpose(x[0])),
            new(nameof(Op.Slice), [OpInput.Real(2, n + 2)], x => Op.Slice(x[0], -1, 1, n)),
            new(nameof(Op.Slice), [OpInput.Complex(3, n)], x => Op.Slice(x[0], 0, 1, 2)),
            new(nameof(Op.BroadcastTo), [OpInput.Real(n)], x => Op.BroadcastTo(x[0], [3, n])),
            new(nameof(Op.BroadcastTo), [OpInput.Complex(2, 1)], x => Op.BroadcastTo(x[0], [2, n])),
        ];
}
