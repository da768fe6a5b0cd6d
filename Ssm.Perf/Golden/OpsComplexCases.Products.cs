using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsComplexCases
{
    private static Variable<T>? Product<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "matmul" or "matmul_batched" or "matmul_complex_real" => Op.MatMul(golden.In("x"), golden.In("y")),
            "matvec" => Op.Reshape(Op.MatMul(golden.In("x"), Column(golden.In("y"))), [golden.In("x").Shape[0]]),
            "inner_product" => Op.Sum(golden.In("x") * golden.In("y")),
            "outer" => Column(golden.In("x")) * golden.In("y"),
            "einsum_hn_hnl_hl" => RowTimesMatrix(golden.In("x"), golden.In("y")),
            "einsum_bln_hn_blh" => Op.MatMul(golden.In("x"), golden.In("y"), transposeB: true),
            "einsum_chn_bhln" => Readout(golden.In("x"), golden.In("y")),
            "sum_axis1" => Op.Sum(golden.In("x"), axis: 1),
            "mean_keepdim" => Op.Mean(golden.In("x"), [0, 2], keep: true),
            "sum_all" => Op.Sum(golden.In("x")),
            "prod_axis" => Op.Product(golden.In("x"), axis: -1),
            "cumsum" => Op.CumulativeSum(golden.In("x"), axis: 1),
            "cumprod" => Op.CumulativeProduct(golden.In("x"), axis: -1),
            "inverse" => Op.Inverse(golden.In("x")),
            "solve" => Op.Solve(golden.In("x"), golden.In("y")),
            "shared_leaf" => SharedLeaf(golden.In("x")),
            _ => null,
        };

    // hn, hnl -> hl: for each h one row times one matrix.
    private static Variable<T> RowTimesMatrix<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Select(Op.MatMul(Op.Reshape(x, [x.Shape[0], 1, x.Shape[1]]), y), axis: 1, index: 0);

    // chn, bhln -> bchl: for each b, c and h one matrix times one column.
    private static Variable<T> Readout<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> states = Op.Reshape(y, [y.Shape[0], 1, y.Shape[1], y.Shape[2], y.Shape[3]]);
        return Op.Select(Op.MatMul(states, Column(x)), axis: -1, index: 0);
    }

    private static Variable<T> SharedLeaf<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.MatMul((x * Op.Conjugate(x)) + (Op.Exp(x) * Op.Real(x)), x, transposeB: true);
}
