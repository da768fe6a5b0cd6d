using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsRealCases
{
    private static Variable<T>? Moving<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "concat" => Op.Concat(0, golden.In("x"), golden.In("y")),
            "stack" => Op.Stack(1, golden.In("x"), golden.In("y")),
            "split_chunk" => SplitAndScale(golden.In("x")),
            "slice_step_negative" => GoldenSteps.Every(Op.Flip(golden.In("x"), axis: 1), axis: 1, start: 1, step: 2),
            "pad_last" => Op.Pad(golden.In("x"), -1, 3, 2),
            "pad_two_axes" => Op.Pad(Op.Pad(golden.In("x"), -1, 1, 0), -2, 2, 1),
            "roll" => Op.Roll(golden.In("x"), -1, -1),
            "permute_reshape" => PermuteAndReshape(golden.In("x")),
            "repeat_tile" => Op.Tile(golden.In("x"), 2, 3),
            "repeat_interleave" => Op.RepeatInterleave(golden.In("x"), 1, 3),
            "tril_mask" => Op.LowerTriangle(golden.In("x")),
            "diag_embed" => Op.DiagonalEmbed(golden.In("x")),
            "squeeze_expand" => Expanded(golden.In("x"), golden.In("y").Shape) * golden.In("y"),
            "gather" => Op.Gather(golden.In("x"), 1, golden.Integers("in.i")),
            "scatter_add" => Op.ScatterAdd(golden.In("x"), 1, golden.Integers("in.i"), golden.In("y")),
            "index_select" => Op.IndexSelect(golden.In("x"), 0, golden.Integers("in.i")),
            "embedding" => Op.Embedding(golden.P("table"), golden.Integers("in.i")),
            "embedding_padding_idx" => PaddedEmbedding(golden.P("table"), golden.Integers("in.i")),
            "one_hot_matmul" => OneHotTimes(golden.In("i").Value, golden.P("table")),
            _ => null,
        };

    private static Variable<T> SplitAndScale<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] pieces = Op.Split(x, -1, 1, 2, 3);
        for (int i = 0; i < pieces.Length; i++)
        {
            pieces[i] = T.CreateChecked(i + 1) * pieces[i];
        }

        return Op.Concat(-1, pieces);
    }

    private static Variable<T> PermuteAndReshape<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Reshape(Op.Permute(x, 2, 0, 1), [x.Shape.Count / 2, 2]);

    private static Variable<T> Expanded<T>(Variable<T> x, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.BroadcastTo(Op.Reshape(x, [x.Shape[0], 1, x.Shape[1]]), shape);

    // Row 0 stands for padding: it is looked up, and receives no gradient.
    private static Variable<T> PaddedEmbedding<T>(Variable<T> table, Indices ids)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Embedding(Op.Concat(0, Op.Slice(table, 0, 0, 1).Detach(), Op.Slice(table, 0, 1, table.Shape[0] - 1)), ids);

    private static Variable<T> OneHotTimes<T>(NdArray<T> ids, Variable<T> table)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> classes = GoldenSteps.Range(table.Shape[0], table.Backend);
        return Op.MatMul(Op.EqualTo(ids.Reshape(new Shape([.. ids.Shape.Sizes, 1])), classes), table);
    }
}
