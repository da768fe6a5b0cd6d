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
            .. Both<T>(nameof(Op.ToPairs), Op.ToPairs),
            new(nameof(Op.FromPairs), [OpInput.Real(3, 4, 2)], x => Op.FromPairs(x[0])),
            new(nameof(Op.Polar), [OpInput.Between(0.5, 2, 9), OpInput.Real(9)], x => Op.Polar(x[0], x[1])),
        ];
}
