using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    // No step, one, a block of the sums and a bit; fewer channels than a vector, as many, and a vector and a bit.
    private static IEnumerable<OpRow<T>> RgLru<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from name in new[] { nameof(Op.RgLruRecurrence), nameof(Op.RgLruRecurrenceWithState) }
        from size in (Shape[])
            [[1, 1, 1], [2, 5, 3], [1, 35, 9], [0, 3, 4], [2, 0, 3], .. Widths.Select(n => new Shape(1, 3, n))]
        from full in size[2] > 9 ? [true] : new[] { false, true }
        select RgLru<T>(name, size, full);

    private static OpRow<T> RgLru<T>(string name, Shape size, bool full)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OpInput activations = OpInput.Real(size[0], size[1], size[2]);
        OpInput[] inputs =
        [
            activations, activations, activations, new(new Shape(size[2]), false, 0.3, 2.0),
            .. full ? [OpInput.Real(size[0], size[2])] : Array.Empty<OpInput>(),
        ];
        return new OpRow<T>(name, inputs, Apply, 1024);

        // Difference quotients want the true slope. Without state and flags something is under the root, and sequences
        // of an odd number of channels begin.
        Variable<T> Apply(Variable<T>[] x)
        {
            int[] flags = [.. Enumerable.Range(0, size[0] * size[1]).Select(i => i % 5 == 3 ? 1 : 0)];
            Indices? starts = full ? new Indices(flags, [size[0], size[1]]) : null;
            Variable<T>? initial = full ? x[4] : null;
            T slope = T.PositiveInfinity, epsilon = full ? T.Zero : Number<T>(0.1);
            bool begins = !full && size[2] % 2 == 1;
            if (name == nameof(Op.RgLruRecurrence))
            {
                return Op.RgLruRecurrence(x[0], x[1], x[2], x[3], slope, epsilon, initial, starts, begins);
            }

            (Variable<T> y, Variable<T> last) = Op.RgLruRecurrenceWithState(
                x[0], x[1], x[2], x[3], slope, epsilon, initial, starts, begins);
            return Flat(y, last);
        }
    }
}
