using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Losses<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.MeanSquaredError), [OpInput.Real(3, 4), OpInput.Real(3, 4)], x => Op.MeanSquaredError(x[0],
                x[1])),
            new(nameof(Op.MeanSquaredError), [OpInput.Complex(5), OpInput.Real()], x => Op.MeanSquaredError(x[0],
                x[1])),
            new(nameof(Op.MeanAbsoluteError), [OpInput.Apart(0, 9), OpInput.Apart(0.2, 9)], x =>
                Op.MeanAbsoluteError(x[0], x[1])),
            new(nameof(Op.SmoothL1), [OpInput.Apart(0, 9), OpInput.Apart(0.2, 9)], x => Op.SmoothL1(x[0], x[1])),
            new(
                nameof(Op.BinaryCrossEntropyWithLogits),
                [OpInput.Real(3, 5), OpInput.Between(0, 1, 3, 5)],
                x => Op.BinaryCrossEntropyWithLogits(x[0], x[1])),
            new(nameof(Op.KullbackLeibler), [OpInput.Real(3, 5), Positive(3, 5)], x => Op.KullbackLeibler(x[0], x[1])),
            new(
                nameof(Op.SmoothedCrossEntropy),
                [OpInput.Real(3, 5)],
                x => Op.SmoothedCrossEntropy(x[0], new Indices([4, -1, 0], [3]), Number<T>(0.1))),
            new(nameof(Op.Hits), [OpInput.Real(3, 5)], x => Op.Hits(x[0], new Indices([4, -1, 0], [3]))),
            .. Normalizations<T>(nameof(Op.RmsNorm), (x, w, _) => Op.RmsNorm(x, w, Number<T>(1e-5)), bias: false),
            .. Normalizations<T>(nameof(Op.RmsNorm), (x, w, _) => Op.RmsNorm(x, w, Number<T>(1e-6), T.One),
                bias: false),
            new(nameof(Op.RmsNorm), [OpInput.Real(1, 1)], x => Op.RmsNorm(x[0], null, Number<T>(0.5))),
            .. ShortConvolutions<T>(),
            new(nameof(Op.Conv1d), [OpInput.Real(2, 9, 3), OpInput.Real(3, 3, 5)], x => Op.Conv1d(x[0], x[1], null, 2,
                1)),
            new(
                nameof(Op.Conv1d),
                [OpInput.Complex(1, 4, 2), OpInput.Real(1, 2, 1), OpInput.Real(1)],
                x => Op.Conv1d(x[0], x[1], x[2])),
            new(nameof(Op.Conv1d), [OpInput.Real(0, 4, 2), OpInput.Real(2, 2, 1)], x => Op.Conv1d(x[0], x[1])),
            .. Widths.Select(n => new OpRow<T>(
                nameof(Op.Conv1d), [OpInput.Real(2, 3, n), OpInput.Real(2, n, n)], x => Op.Conv1d(x[0], x[1]))),
            .. Solves<T>(),
        ];

    private static IEnumerable<OpRow<T>> ShortConvolutions<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((int batch, int length, int channels, int taps) in
            new[]
            {
                (1, 1, 1, 1), (2, 9, 3, 4), (2, 2, 17, 4), (1, 70, 5, 2), (0, 4, 3, 3), (2, 0, 3, 4), (2, 3, 3, 4),
                (2, 5, 4, 3), (2, 5, 5, 3), (2, 5, 7, 3), (2, 5, 8, 3), (2, 5, 9, 3), (2, 5, 15, 3), (2, 5, 16, 3),
            })
        {
            OpInput x = OpInput.Real(batch, length, channels);
            OpInput w = OpInput.Real(taps, channels);
            OpInput b = OpInput.Real(channels);
            OpInput p = OpInput.Real(batch, taps - 1, channels);
            yield return new(nameof(Op.CausalConv1d), [x, w], v => Op.CausalConv1d(v[0], v[1]), 256);
            yield return new(nameof(Op.CausalConv1d), [x, w, b], v => Op.CausalConv1d(v[0], v[1], v[2]), 256);
            yield return new(nameof(Op.CausalConv1d), [x, w, b, p], v => Op.CausalConv1d(v[0], v[1], v[2], v[3]), 256);
            yield return State([x, w], v => Op.CausalConv1dWithState(v[0], v[1]));
            yield return State([x, w, b, p], v => Op.CausalConv1dWithState(v[0], v[1], v[2], v[3]));
        }

        static OpRow<T> State(OpInput[] inputs, Func<Variable<T>[], (Variable<T> Y, Variable<T> Last)> op) => new(
            nameof(Op.CausalConv1dWithState),
            inputs,
            v =>
            {
                (Variable<T> y, Variable<T> last) = op(v);
                return Flat(y, last);
            },
            256);
    }

    // Four times the identity is added, so that no matrix is near a singular one.
    private static IEnumerable<OpRow<T>> Solves<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from n in new[] { 1, 3, 5 }
        from count in new[] { 0, 2 }
        from a in new[] { false, true }
        from b in new[] { false, true }
        from row in (OpRow<T>[])
        [
            new(
                nameof(Op.Solve),
                [Input([count, n, n], a, 0.7), Input([count, n, 2], b, 1.5)],
                x => Op.Solve(Dominant(x[0]), x[1]),
                1024),
            new(nameof(Op.Inverse), [Input([count, n, n], a, 0.7)], x => Op.Inverse(Dominant(x[0])), 1024),
        ]
        select row;

    private static Variable<T> Dominant<T>(Variable<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Add(a, Op.DiagonalEmbed<T>(NdArray<T>.Full([a.Shape[^1]], Number<T>(4))));
}
