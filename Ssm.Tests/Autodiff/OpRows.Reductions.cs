using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Reductions<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Sum), [OpInput.Real(3, 5)], x => Op.Sum(x[0])),
            new(nameof(Op.Sum), [OpInput.Complex()], x => Op.Sum(x[0])),
            new(nameof(Op.Sum), [OpInput.Real(0, 5)], x => Op.Sum(x[0])),
            new(nameof(Op.Sum), [OpInput.Real(3, 5)], x => Op.Sum(x[0], 0)),
            new(nameof(Op.Sum), [OpInput.Complex(2, 5, 3)], x => Op.Sum(x[0], 1, keep: true)),
            new(nameof(Op.Sum), [OpInput.Real(2, 5, 19)], x => Op.Sum(x[0], -1)),
            new(nameof(Op.Sum), [OpInput.Real(2, 0, 3)], x => Op.Sum(x[0], 1)),
            new(nameof(Op.Mean), [OpInput.Real(3, 5)], x => Op.Mean(x[0])),
            new(nameof(Op.Mean), [OpInput.Complex(3, 5)], x => Op.Mean(x[0], 0)),
            new(nameof(Op.Mean), [OpInput.Real(2, 5, 3)], x => Op.Mean(x[0], -2, keep: true)),
            .. Unary<T>(nameof(Op.Sum), Op.Sum, OpInput.Real),
            .. Along<T>(nameof(Op.Sum), (x, axis) => Op.Sum(x, axis), OpInput.Real),
            .. Along<T>(nameof(Op.Sum), (x, axis) => Op.Sum(x, axis), OpInput.Complex),
            .. Along<T>(nameof(Op.Mean), (x, axis) => Op.Mean(x, axis), OpInput.Real),
        ];
}
