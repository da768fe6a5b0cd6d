using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Products<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. MatMuls<T>(nameof(Op.MatMul), Op.MatMul),
            .. MatMuls<T>(nameof(Op.MatMulRealPart), Op.MatMulRealPart),
            .. Linears<T>(),
        ];

    // No axes before the last, one, several, an empty one, no inputs; every mix of real and complex operands.
    private static IEnumerable<OpRow<T>> Linears<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from x in (int[][])[[4], [1, 4], [3, 4], [2, 3, 4], [2, 0, 4], [3, 0], .. Widths.Select(n => new[] { 2, 1, n })]
        from kinds in x.Length == 2 ? Enumerable.Range(0, 8) : [0, 7]
        from bias in new[] { false, true }
        where bias || kinds < 4
        let outputs = x.Length == 3 ? Math.Max(x[2], 5) : 5
        let inputs = new[] { (x, 1), ([outputs, x[^1]], 2), ([outputs], 4) }
            .Take(bias ? 3 : 2)
            .Select(input => (kinds & input.Item2) == 0 ? OpInput.Real(input.Item1) : OpInput.Complex(input.Item1))
        select new OpRow<T>(nameof(Op.Linear), [.. inputs], v => Op.Linear(v[0], v[1], bias ? v[2] : null));

    private static IEnumerable<OpRow<T>> MatMuls<T>(
        string name, Func<Variable<T>, Variable<T>, bool, bool, Variable<T>> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from shapes in MatMulShapes
        from left in new[] { false, true }
        from right in new[] { false, true }
        select new OpRow<T>(
            name,
            [
                left ? OpInput.Complex(shapes.Left) : OpInput.Real(shapes.Left),
                right ? OpInput.Complex(shapes.Right) : OpInput.Real(shapes.Right),
            ],
            x => op(x[0], x[1], shapes.TransposeLeft, shapes.TransposeRight));

    private static readonly (int[] Left, int[] Right, bool TransposeLeft, bool TransposeRight)[] MatMulShapes =
    [
        ([1, 1], [1, 1], false, false),
        ([3, 4], [4, 5], false, false),
        ([4, 3], [4, 5], true, false),
        ([3, 4], [5, 4], false, true),
        ([4, 3], [5, 4], true, true),
        ([2, 3, 4], [4, 5], false, false),           // rows of a stack: one product
        ([2, 3, 4], [5, 4], false, true),
        ([2, 4, 3], [4, 5], true, false),            // a stack of transposes: a batch, the right one shared
        ([2, 4, 3], [5, 4], true, true),
        ([3, 4], [2, 4, 5], false, false),           // the left one shared
        ([4, 3], [2, 5, 4], true, true),
        ([2, 3, 4], [2, 4, 5], false, false),        // a batch on both sides
        ([2, 4, 3], [2, 5, 4], true, true),
        ([2, 2, 3, 4], [2, 2, 4, 1], false, false),
        ([2, 1, 3, 4], [3, 4, 2], false, false),     // batches that broadcast
        ([0, 3, 4], [4, 5], false, false),           // an empty batch
        ([3, 4], [0, 4, 5], false, false),
        ([3, 0], [0, 5], false, false),              // an empty sum
        .. Widths.Select(n => (new[] { 3, n }, new[] { n, n }, false, false)),
        .. Widths.Select(n => (new[] { n, 2 }, new[] { 3, 2 }, false, true)),
    ];
}
