using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Rearranging<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Pad), [OpInput.Real(3, 4)], x => Op.Pad(x[0], -1, 3, 2)),
            new(nameof(Op.Pad), [OpInput.Complex(2, 3, 2)], x => Op.Pad(x[0], 1, 0, 1)),
            new(nameof(Op.Pad), [OpInput.Real(0, 2)], x => Op.Pad(x[0], 0, 1, 1)),
            new(nameof(Op.Roll), [OpInput.Real(3, 4)], x => Op.Roll(x[0], -1, -1)),
            new(nameof(Op.Roll), [OpInput.Complex(3, 4)], x => Op.Roll(x[0], 1, 6)),
            new(nameof(Op.Tile), [OpInput.Real(3, 4)], x => Op.Tile(x[0], 2, 3)),
            new(nameof(Op.Tile), [OpInput.Complex(1, 3)], x => Op.Tile(x[0], 2, 1)),
            new(nameof(Op.RepeatInterleave), [OpInput.Real(3, 4)], x => Op.RepeatInterleave(x[0], 1, 3)),
            new(nameof(Op.RepeatInterleave), [OpInput.Complex(2, 3)], x => Op.RepeatInterleave(x[0], 0, 2)),
            new(nameof(Op.Stack), [OpInput.Real(3, 4), OpInput.Real(3, 4)], x => Op.Stack(1, x[0], x[1])),
            new(nameof(Op.Stack), [OpInput.Real(3), OpInput.Complex(3)], x => Op.Stack(-1, x[0], x[1], x[0])),
            new(nameof(Op.Split), [OpInput.Complex(2, 6)], x => Op.Multiply(Op.Split(x[0], -1, 1, 2, 3)[1],
                Op.Split(x[0], 1, 2, 4)[0])),
            new(nameof(Op.IndexSelect), [OpInput.Real(3, 4)], x => Op.IndexSelect(x[0], 0, new Indices([2, 0, 2, 1],
                [4]))),
            new(nameof(Op.IndexSelect), [OpInput.Complex(2, 4, 3)], x => Op.IndexSelect(x[0], 1, new Indices([3, 3],
                [2]))),
            new(nameof(Op.IndexSelect), [OpInput.Real(2, 9)], x => Op.IndexSelect(x[0], -1, new Indices([], [0]))),
            new(nameof(Op.Gather), [OpInput.Real(2, 4)], x => Op.Gather(x[0], 1, new Indices([3, 0, 3, 1, 1, 2], [2,
                3]))),
            new(nameof(Op.Gather), [OpInput.Complex(3, 2)], x => Op.Gather(x[0], 0, new Indices([2, 0, 1, 1], [2, 2]))),
            new(
                nameof(Op.ScatterAdd),
                [OpInput.Real(2, 4), OpInput.Real(2, 3)],
                x => Op.ScatterAdd(x[0], 1, new Indices([3, 0, 3, 1, 1, 2], [2, 3]), x[1])),
            new(
                nameof(Op.ScatterAdd),
                [OpInput.Real(3, 2), OpInput.Complex(2, 2)],
                x => Op.ScatterAdd(x[0], 0, new Indices([2, 0, 1, 1], [2, 2]), x[1])),
            .. Along<T>(nameof(Op.Pad), (x, axis) => Op.Pad(x, axis, 2, 1), OpInput.Real),
            .. Along<T>(nameof(Op.Roll), (x, axis) => Op.Roll(x, axis, 1), OpInput.Real),
            .. Along<T>(nameof(Op.RepeatInterleave), (x, axis) => Op.RepeatInterleave(x, axis, 2), OpInput.Real),
            .. Along<T>(nameof(Op.Stack), (x, axis) => Op.Stack(axis, x, x), OpInput.Real),
            .. Along<T>(nameof(Op.Split), (x, axis) => Op.Split(x, axis, x.Shape[axis], 0)[0], OpInput.Real),
            .. Along<T>(nameof(Op.Tile), (x, axis) => axis == 0 ? Op.Tile(x, 2, 1) : Op.Tile(x, 1, 2), OpInput.Real),
            .. Along<T>(
                nameof(Op.IndexSelect),
                (x, axis) => Op.IndexSelect(x, axis, new Indices(x.Shape[axis] == 0 ? [] : [0, x.Shape[axis] - 1, 0],
                    [x.Shape[axis] == 0 ? 0 : 3])),
                OpInput.Complex),
            .. Along<T>(nameof(Op.Gather), (x, axis) => Op.Gather(x, axis, Mirrored(x.Shape)), OpInput.Complex),
            .. Along<T>(
                nameof(Op.ScatterAdd), (x, axis) => Op.ScatterAdd(x, axis, Mirrored(x.Shape), x * x), OpInput.Real),
            .. Both<T>(nameof(Op.ToPairs), Op.ToPairs),
            new(nameof(Op.FromPairs), [OpInput.Real(3, 4, 2)], x => Op.FromPairs(x[0])),
            .. Widths.Append(0).Select(n => new OpRow<T>(
                nameof(Op.FromPairs), [OpInput.Real(n, 2)], x => Op.FromPairs(x[0]))),
            .. Widths.Append(0).Select(n => new OpRow<T>(
                nameof(Op.Polar), [OpInput.Between(0.5, 2, n), OpInput.Real(n)], x => Op.Polar(x[0], x[1]))),
        ];

    /// <summary>0, 0 and 1, 1 in turns: positions that every axis of two entries has; of one, 0.</summary>
    private static Indices Mirrored(Shape shape)
    {
        int most = shape.Sizes.Contains(1) ? 0 : 1;
        return new Indices([.. Enumerable.Range(0, shape.Count).Select(i => Math.Min(most, i / 2 % 2))], shape);
    }
}
