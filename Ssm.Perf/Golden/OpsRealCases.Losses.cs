using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsRealCases
{
    private static Variable<T>? Loss<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "cross_entropy_mean" or "cross_entropy_extreme" or "cross_entropy_ignore_index" or "nll_loss" =>
                MeanCrossEntropy(golden.In("x"), Labels(golden)),
            "cross_entropy_sum" => Op.Sum(Op.CrossEntropy(golden.In("x"), Labels(golden))),
            "cross_entropy_none" => Op.CrossEntropy(golden.In("x"), Labels(golden)),
            "cross_entropy_label_smoothing" =>
                Op.Mean(Op.SmoothedCrossEntropy(golden.In("x"), Labels(golden), Number<T>(0.1))),
            "cross_entropy_ncl" => MeanCrossEntropy(Op.Permute(golden.In("x"), 0, 2, 1), Labels(golden)),
            "lm_shifted_cross_entropy" => ShiftedCrossEntropy(golden.In("x"), Labels(golden)),
            "mse" => Op.MeanSquaredError(golden.In("x"), golden.In("y")),
            "l1" => Op.MeanAbsoluteError(golden.In("x"), golden.In("y")),
            "smooth_l1" => Op.SmoothL1(golden.In("x"), golden.In("y")),
            "bce_with_logits" => Op.BinaryCrossEntropyWithLogits(golden.In("x"), golden.In("y").Detach()),
            "kl_div" => Op.KullbackLeibler(Op.LogSoftmax(golden.In("x")), Op.Softmax(golden.In("y"))),
            _ => null,
        };

    /// <summary>The labels; those that PyTorch leaves out (−100) are −1 here.</summary>
    private static Indices Labels<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices stored = golden.Integers("in.t");
        int[] labels = stored.Values.ToArray();
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = Math.Max(labels[i], -1);
        }

        return new Indices(labels, stored.Shape);
    }

    /// <summary>The mean over the rows that have a label.</summary>
    private static Variable<T> MeanCrossEntropy<T>(Variable<T> logits, Indices labels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int counted = 0;
        foreach (int label in labels.Values)
        {
            counted += label >= 0 ? 1 : 0;
        }

        return Op.Scale(Op.Sum(Op.CrossEntropy(logits, labels)), T.One / T.CreateChecked(counted));
    }

    // Position t predicts token t + 1.
    private static Variable<T> ShiftedCrossEntropy<T>(Variable<T> logits, Indices tokens)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length) = (tokens.Shape[0], tokens.Shape[1]);
        int[] next = new int[batch * (length - 1)];
        for (int b = 0; b < batch; b++)
        {
            tokens.Values.Slice((b * length) + 1, length - 1).CopyTo(next.AsSpan(b * (length - 1)));
        }

        return MeanCrossEntropy(Op.Slice(logits, 1, 0, length - 1), new Indices(next, [batch, length - 1]));
    }
}
