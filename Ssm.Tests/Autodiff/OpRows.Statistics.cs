using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Statistics<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Sum), [OpInput.Real(3, 4, 2)], x => Op.Sum(x[0], [0, 2])),
            new(nameof(Op.Sum), [OpInput.Complex(3, 4, 2)], x => Op.Sum(x[0], [-1, 0], keep: true)),
            new(nameof(Op.Sum), [OpInput.Real(3, 4)], x => Op.Sum(x[0], [])),                   // over nothing
            new(nameof(Op.Mean), [OpInput.Complex(3, 4, 2)], x => Op.Mean(x[0], [0, 2], keep: true)),
            new(nameof(Op.Variance), [OpInput.Real(3, 9)], x => Op.Variance(x[0], -1, correction: 1)),
            new(nameof(Op.Variance), [OpInput.Complex(4, 3)], x => Op.Variance(x[0], 0, correction: 0, keep: true)),
            new(nameof(Op.Norm), [OpInput.Real(3, 9)], x => Op.Norm(x[0], -1)),
            new(nameof(Op.Norm), [OpInput.Complex(4, 3)], x => Op.Norm(x[0], 0, keep: true)),
            new(nameof(Op.LogSumExp), [OpInput.Real(3, 4, 2)], x => Op.LogSumExp(x[0], 1)),
            new(nameof(Op.LogSumExp), [OpInput.Between(500, 510, 2, 9)], x => Op.LogSumExp(x[0], -1, keep: true), 4096),
            new(nameof(Op.Max), [OpInput.Apart(0, 3, 9)], x => Op.Max(x[0], -1)),
            new(nameof(Op.Max), [OpInput.Apart(0, 2, 5, 3)], x => Op.Max(x[0], 1, keep: true)),
            new(nameof(Op.Min), [OpInput.Apart(0, 1)], x => Op.Min(x[0], 0)),
            new(nameof(Op.Min), [OpInput.Apart(0, 5, 17)], x => Op.Min(x[0], 0)),
            new(nameof(Op.CumulativeSum), [OpInput.Real(1)], x => Op.CumulativeSum(x[0], 0)),
            new(nameof(Op.CumulativeSum), [OpInput.Complex(2, 7, 3)], x => Op.CumulativeSum(x[0], 1)),
            new(nameof(Op.CumulativeSum), [OpInput.Real(3, 33)], x => Op.CumulativeSum(x[0], -1), 256),
            new(nameof(Op.CumulativeSum), [OpInput.Real(0, 3)], x => Op.CumulativeSum(x[0], -1)),
            new(nameof(Op.CumulativeProduct), [OpInput.Real(2, 5, 3)], x => Op.CumulativeProduct(x[0], 1), 256),
            new(nameof(Op.CumulativeProduct), [OpInput.Complex(3, 4)], x => Op.CumulativeProduct(x[0], -1), 256),
            new(nameof(Op.Product), [OpInput.Real(4, 3)], x => Op.Product(x[0], 0)),
            new(nameof(Op.Product), [OpInput.Complex(2, 5)], x => Op.Product(x[0], -1, keep: true), 256),
            new(nameof(Op.Product), [OpInput.Real(2, 0)], x => Op.Product(x[0], -1)),           // an empty product is 1
            new(nameof(Op.Softmax), [OpInput.Real(1)], x => Op.Softmax(x[0])),
            new(nameof(Op.Softmax), [OpInput.Real(2, 17)], x => Op.Softmax(x[0])),
            new(nameof(Op.Softmax), [OpInput.Real(2, 5, 3)], x => Op.Softmax(x[0], 1)),
            new(nameof(Op.Softmax), [OpInput.Real(0, 3)], x => Op.Softmax(x[0])),
            new(nameof(Op.LogSoftmax), [OpInput.Real(4, 3)], x => Op.LogSoftmax(x[0], 0)),
            .. Along<T>(nameof(Op.Variance), (x, axis) => Op.Variance(x, axis, correction: 0), OpInput.Real),
            .. Along<T>(nameof(Op.Norm), (x, axis) => Op.Norm(x, axis), OpInput.Complex),
            .. Along<T>(nameof(Op.LogSumExp), (x, axis) => Op.LogSumExp(x, axis), OpInput.Real),
            .. Along<T>(nameof(Op.Max), (x, axis) => Op.Max(x, axis), sizes => OpInput.Apart(0, sizes)),
            .. Along<T>(nameof(Op.Min), (x, axis) => Op.Min(x, axis), sizes => OpInput.Apart(0, sizes)),
            .. Along<T>(nameof(Op.CumulativeSum), Op.CumulativeSum, OpInput.Real),
            .. Along<T>(nameof(Op.CumulativeSum), Op.CumulativeSum, OpInput.Complex),
            .. Along<T>(nameof(Op.CumulativeProduct), Op.CumulativeProduct, Positive, 1024),
            .. Along<T>(nameof(Op.Product), (x, axis) => Op.Product(x, axis), Positive, 1024),
            .. Along<T>(nameof(Op.Softmax), Op.Softmax, OpInput.Real),
            .. Along<T>(nameof(Op.LogSoftmax), Op.LogSoftmax, OpInput.Real),
        ];
}
