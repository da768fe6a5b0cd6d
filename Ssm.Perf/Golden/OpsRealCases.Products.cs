using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsRealCases
{
    private static Variable<T>? Product<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "matmul" or "matmul_batched_broadcast" => Op.MatMul(golden.In("x"), golden.In("y")),
            "matvec" => MatrixTimesVector(golden.In("x"), golden.In("y")),
            "vecmat_batched" => VectorTimesMatrix(golden.In("x"), golden.In("y")),
            "linear" => Op.MatMul(golden.In("x"), golden.P("w"), transposeB: true) + golden.P("b"),
            "einsum_attention" => Attention(golden.In("x"), golden.In("y")),
            "einsum_block_diagonal" => BlockDiagonal(golden.In("x"), golden.P("w")),
            "outer_sum" => Op.MatMul(golden.In("x"), golden.In("y"), transposeA: true),
            "attention_small" => SmallAttention(golden.In("x"), golden.In("y")),
            "shared_leaf" => SharedLeaf(golden.In("x")),
            _ => null,
        };

    private static Variable<T> MatrixTimesVector<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Reshape(Op.MatMul(x, Op.Reshape(y, [y.Shape[0], 1])), [x.Shape[0]]);

    private static Variable<T> VectorTimesMatrix<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Select(Op.MatMul(Op.Reshape(x, [1, x.Shape[0]]), y), axis: -2, index: 0);

    // btnh, bsh -> bnts: every head of every query with every key.
    private static Variable<T> Attention<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.MatMul(
            Op.Permute(x, 0, 2, 1, 3), Op.Reshape(y, [y.Shape[0], 1, y.Shape[1], y.Shape[2]]), transposeB: true);

    // ...hi, hij -> ...hj: a matrix of its own for each block.
    private static Variable<T> BlockDiagonal<T>(Variable<T> x, Variable<T> w)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> rows = Op.Reshape(x, new Shape([.. x.Shape.Sizes[..^1], 1, x.Shape[^1]]));
        return Op.Select(Op.MatMul(rows, w), axis: -2, index: 0);
    }

    private static Variable<T> SmallAttention<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.MatMul(Op.Softmax(Number<T>(0.5) * Op.MatMul(x, y, transposeB: true)), y);

    private static Variable<T> SharedLeaf<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (Op.Sum(Op.Exp(Op.MatMul(x, x, transposeB: true)), axis: 1) * Op.Tanh(Op.Select(x, 1, 0))) + Op.Mean(x);
}
