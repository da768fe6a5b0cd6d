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
            .. Products<T>(), .. Sequences<T>(), .. Selective<T>(), .. Recurrences<T>(), .. Layers<T>(),
            .. Choices<T>(), .. Statistics<T>(), .. Rearranging<T>(), .. Fourier<T>(), .. Losses<T>(),
        ];

    private static T Number<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(value);

    /// <summary>An op of one real argument at the shapes where elementwise loops go wrong.</summary>
    private static IEnumerable<OpRow<T>> Unary<T>(
        string name, Func<Variable<T>, Variable<T>> op, Func<int[], OpInput> input, double roundings = 64)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new int[][] { [], [1], [0, 3], [7], [3, 11], [33] }
            .Select(sizes => new OpRow<T>(name, [input(sizes)], x => op(x[0]), roundings));
}
