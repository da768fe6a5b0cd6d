using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>
/// The rows of the op table, generic so that float and double run the same calls; a file for each family.
/// </summary>
internal static partial class OpRows
{
    internal static IReadOnlyList<OpRow<T>> All<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. Arithmetic<T>(), .. Elementwise<T>(), .. ComplexParts<T>(), .. Moving<T>(), .. Reductions<T>(),
            .. Products<T>(), .. Sequences<T>(), .. Selective<T>(), .. RgLru<T>(), .. Recurrences<T>(), .. Duals<T>(),
            .. Layers<T>(), .. Choices<T>(), .. Statistics<T>(), .. Rearranging<T>(), .. Fourier<T>(), .. Losses<T>(),
        ];

    /// <summary>One, and one less than, as many as and one more than the lanes of vectors of 4, 8 and 16.</summary>
    private static int[] Widths => [1, 3, 4, 5, 7, 8, 9, 15, 16, 17];

    private static T Number<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(value);

    /// <summary>An op of one real argument at the shapes where elementwise loops go wrong.</summary>
    private static IEnumerable<OpRow<T>> Unary<T>(
        string name, Func<Variable<T>, Variable<T>> op, Func<int[], OpInput> input, double roundings = 64)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        ((int[][])[[], [0, 3], [3, 11], [33], .. Widths.Select(n => new[] { n })])
            .Select(sizes => new OpRow<T>(name, [input(sizes)], x => op(x[0]), roundings));

    /// <summary>An op along an axis, of and beside which are as many entries as fill a vector or nearly so; an axis and
    /// a batch of none.</summary>
    private static IEnumerable<OpRow<T>> Along<T>(
        string name, Func<Variable<T>, int, Variable<T>> op, Func<int[], OpInput> input, double roundings = 256)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from at in (IEnumerable<(int[] Sizes, int Axis)>)
            [
                .. Widths.Select(n => (new[] { 2, n }, 1)), ([2, 4], 0), ([2, 5], 0), ([2, 8], 0), ([2, 17], 0),
                ([0, 3], 1), ([3, 0], 0),
            ]
        select new OpRow<T>(name, [input(at.Sizes)], x => op(x[0], at.Axis), roundings);
}
