using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Arithmetic<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. Binary<T>(nameof(Op.Add), Op.Add, OpInput.Real, OpInput.Complex),
            .. Binary<T>(nameof(Op.Subtract), Op.Subtract, OpInput.Real, OpInput.Complex),
            .. Binary<T>(nameof(Op.Multiply), Op.Multiply, OpInput.Real, OpInput.Complex),
            .. Binary<T>(nameof(Op.Divide), Op.Divide, sizes => OpInput.Between(0.5, 2, sizes), OpInput.RightHalf),
            .. Unary<T>(nameof(Op.Negate), Op.Negate, OpInput.Real),
            .. Unary<T>(nameof(Op.Negate), Op.Negate, OpInput.Complex),
            .. Unary<T>(nameof(Op.Scale), x => Op.Scale(x, Number<T>(-1.25)), OpInput.Real),
            .. Unary<T>(nameof(Op.Scale), x => Op.Scale(x, Number<T>(0.75)), OpInput.Complex),
            .. Apart<T>(nameof(Op.Maximum), Op.Maximum),
            .. Apart<T>(nameof(Op.Minimum), Op.Minimum),
        ];

    /// <summary>All mixes of real and complex, at the shapes where broadcasting goes wrong.</summary>
    private static IEnumerable<OpRow<T>> Binary<T>(
        string name, Func<Variable<T>, Variable<T>, Variable<T>> op, Func<int[], OpInput> real,
        Func<int[], OpInput> complex, double roundings = 64)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from shapes in Broadcasts
        from left in new[] { real, complex }
        from right in new[] { real, complex }
        select new OpRow<T>(name, [left(shapes.Left), right(shapes.Right)], x => op(x[0], x[1]), roundings);

    private static IEnumerable<OpRow<T>> Apart<T>(string name, Func<Variable<T>, Variable<T>, Variable<T>> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from shapes in Broadcasts
        select new OpRow<T>(
            name, [OpInput.Apart(0, shapes.Left), OpInput.Apart(0.2, shapes.Right)], x => op(x[0], x[1]));

    private static readonly (int[] Left, int[] Right)[] Broadcasts =
    [
        ([], []),                       // scalars
        ([1], [1]),
        ([3, 17], [3, 17]),             // one shape: a single row with a tail
        ([3, 1, 4], [2, 1]),            // both repeat, and the ranks differ
        ([4], [3, 1]),                  // each repeats along the other's axis
        ([], [2, 9]),                   // a scalar on the left
        ([2, 9], []),                   // and on the right
        ([5, 1], [5, 19]),              // a column: scalar times row
        ([2, 3, 5], [3, 1]),            // the middle axis
        ([0, 4], [4]),                  // an empty batch
        ([0, 4], [1, 1]),
        .. Widths.Select(n => (new[] { n }, new[] { n })),
        ([2, 5], [5]), ([2, 8], [8]), ([2, 15], [15]),
        ([2, 1], [2, 4]), ([2, 1], [2, 9]), ([2, 1], [2, 16]),
    ];
}
