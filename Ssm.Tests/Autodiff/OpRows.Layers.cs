using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Layers<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. Normalizations<T>(nameof(Op.LayerNorm), (x, w, b) => Op.LayerNorm(x, w, b, Number<T>(1e-5))),
            .. Normalizations<T>(nameof(Op.BatchNorm), (x, w, b) => Op.BatchNorm(x, w, b, Number<T>(1e-5)).Y),
            new(nameof(Op.LayerNorm), [OpInput.Real(1, 1)], x => Op.LayerNorm(x[0], null, null, Number<T>(1e-5))),
            new(nameof(Op.LogSoftmax), [OpInput.Real(1)], x => Op.LogSoftmax(x[0])),
            new(nameof(Op.LogSoftmax), [OpInput.Real(2, 3, 9)], x => Op.LogSoftmax(x[0])),
            new(nameof(Op.LogSoftmax), [OpInput.Real(0, 9)], x => Op.LogSoftmax(x[0])),
            new(nameof(Op.CrossEntropy), [OpInput.Real(3, 5)], x => Op.CrossEntropy(x[0], new Indices([4, -1, 0],
                [3]))),
            .. Widths.Select(n => new OpRow<T>(nameof(Op.LogSoftmax), [OpInput.Real(2, n)], x => Op.LogSoftmax(x[0]))),
            .. Widths.Select(n => new OpRow<T>(
                nameof(Op.CrossEntropy), [OpInput.Real(2, n)], x => Op.CrossEntropy(x[0], new Indices([n - 1, 0],
                    [2])))),
            .. Widths.Select(n => new OpRow<T>(
                nameof(Op.Embedding), [OpInput.Real(3, n)], x => Op.Embedding(x[0], new Indices([2, 0, 2], [3])))),
            new(nameof(Op.CrossEntropy), [OpInput.Real(17)], x => Op.CrossEntropy(x[0], new Indices([16], []))),
            new(nameof(Op.CrossEntropy), [OpInput.Real(0, 5)], x => Op.CrossEntropy(x[0], new Indices([], [0]))),
            new(nameof(Op.Embedding), [OpInput.Real(4, 3)], x => Op.Embedding(x[0], new Indices([1, 3, 1, 1], [2, 2]))),
            new(nameof(Op.Embedding), [OpInput.Real(1, 17)], x => Op.Embedding(x[0], new Indices([0], []))),
            new(nameof(Op.Embedding), [OpInput.Real(4, 3)], x => Op.Embedding(x[0], new Indices([], [0, 2]))),
        ];

    private static IEnumerable<OpRow<T>> Normalizations<T>(
        string name, Func<Variable<T>, Variable<T>?, Variable<T>?, Variable<T>> op, bool bias = true)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IEnumerable<int[]> edges = name == nameof(Op.BatchNorm)
            ? [.. Widths.Select(n => new[] { 4, n }), .. Widths.Where(n => n > 2).Select(n => new[] { n, 2 })]
            : [.. Widths.Where(n => n > 2).Select(n => new[] { 2, n }), [0, 3]];
        foreach (int[] sizes in (int[][])[[4, 3], [2, 3, 17], [5, 8], .. edges])
        {
            int width = sizes[^1];
            yield return new OpRow<T>(name, [OpInput.Real(sizes)], x => op(x[0], null, null), 256);
            yield return new OpRow<T>(
                name, [OpInput.Real(sizes), OpInput.Real(width)], x => op(x[0], x[1], null), 256);
            if (bias)
            {
                yield return new OpRow<T>(
                    name, [OpInput.Real(sizes), OpInput.Real(width), OpInput.Real(width)], x => op(x[0], x[1], x[2]),
                    256);
            }
        }
    }
}
