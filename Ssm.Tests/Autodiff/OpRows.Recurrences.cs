using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private delegate (Variable<T> Y, Variable<T> Last) RecurrenceOp<T>(
        Variable<T> u, Variable<T> a, Variable<T> b, Variable<T> c, Variable<T>? d, T scale, Variable<T>? initial,
        Indices? resets)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private delegate Variable<T> Unit<T>(
        Variable<T> x, Variable<T> value, Variable<T> valueBias, Variable<T> gate, Variable<T> gateBias,
        Variable<T>? residual, NdArray<T>? maskIn, NdArray<T>? maskOut)
        where T : unmanaged, IFloatingPointIeee754<T>;

    private static IEnumerable<OpRow<T>> Recurrences<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. Recurrence<T>(nameof(Op.DiagonalRecurrence), true, Op.DiagonalRecurrence),
            .. Recurrence<T>(nameof(Op.S5Recurrence), false, Op.S5Recurrence),
            .. Recurrence<T>(nameof(Op.ReverseS5Recurrence), false, Op.ReverseS5Recurrence),
            .. Units<T>(nameof(Op.GeluErfGatedUnit), Op.GeluErfGatedUnit),
            .. Units<T>(nameof(Op.GeluTanhGatedUnit), Op.GeluTanhGatedUnit),
        ];

    // Both results at once, each result alone, and with everything that is optional left out.
    private static IEnumerable<OpRow<T>> Recurrence<T>(string name, bool single, RecurrenceOp<T> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from sizes in new (int Batch, int Length, int Channels, int Modes)[]
        {
            (1, 1, 1, 1), (2, 5, 3, 4), (1, 9, 2, 3), (2, 4, 9, 1), (1, 0, 2, 2), (0, 3, 2, 2), (1, 3, 2, 5),
            (1, 3, 2, 7), (1, 3, 2, 8), (1, 3, 2, 9), (1, 3, 2, 15), (1, 3, 2, 16), (1, 3, 2, 17), (1, 3, 4, 2),
            (1, 3, 5, 2), (1, 3, 7, 2), (1, 3, 8, 2), (1, 3, 15, 2), (1, 3, 16, 2), (1, 3, 17, 2),
        }
        from complex in new[] { true, false }
        from results in sizes.Length == 3 ? [0] : Enumerable.Range(0, 4)
        select new OpRow<T>(
            name,
            [
                OpInput.Real(sizes.Batch, sizes.Length, sizes.Channels),
                Input(single ? [sizes.Channels, sizes.Modes] : [sizes.Modes], complex, 0.6),
                Input(single ? [sizes.Channels, sizes.Modes] : [sizes.Modes, sizes.Channels], complex, 1.5),
                Input([sizes.Channels, sizes.Modes], complex, 1.5),
                .. results == 3
                    ? Array.Empty<OpInput>()
                    :
                    [
                        OpInput.Real(sizes.Channels),
                        OpInput.Complex(
                            single ? [sizes.Batch, sizes.Channels, sizes.Modes] : [sizes.Batch, sizes.Modes]),
                    ],
            ],
            x => Results(results, op(
                x[0], x[1], x[2], x[3], results == 3 ? null : x[4], Number<T>(2), results == 3 ? null : x[5],
                results == 1 ? new Indices(Begins(sizes.Batch * sizes.Length), [sizes.Batch, sizes.Length]) : null)),
            512);

    private static Variable<T> Results<T>(int which, (Variable<T> Y, Variable<T> Last) results)
        where T : unmanaged, IFloatingPointIeee754<T> => which switch
        {
            0 or 3 => results.Y,
            1 => Op.Sum(results.Y) + Op.Sum(Op.AbsSquared(results.Last)),
            _ => results.Last,
        };

    private static int[] Begins(int steps)
    {
        int[] flags = new int[steps];
        for (int i = 2; i < steps; i += 3)
        {
            flags[i] = 1;
        }

        return flags;
    }

    private static IEnumerable<OpRow<T>> Units<T>(string name, Unit<T> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from sizes in new (int Batch, int Length, int Inputs, int Outputs)[]
        {
            (1, 1, 1, 1), (2, 5, 3, 4), (1, 34, 9, 2), (0, 3, 2, 2), (1, 2, 7, 5), (1, 2, 8, 7), (1, 2, 4, 8),
            (1, 2, 5, 9), (1, 2, 15, 16), (1, 2, 16, 17), (1, 2, 17, 15),
        }
        from all in new[] { true, false }
        select new OpRow<T>(
            name,
            [
                OpInput.Real(sizes.Batch, sizes.Length, sizes.Inputs),
                OpInput.Real(sizes.Outputs, sizes.Inputs),
                OpInput.Real(sizes.Outputs),
                OpInput.Real(sizes.Outputs, sizes.Inputs),
                OpInput.Real(sizes.Outputs),
                .. all ? [OpInput.Real(sizes.Batch, sizes.Length, sizes.Outputs)] : Array.Empty<OpInput>(),
            ],
            x => op(
                x[0], x[1], x[2], x[3], x[4], all ? x[5] : null,
                all ? Mask<T>(sizes.Batch, sizes.Inputs) : null, all ? Mask<T>(sizes.Batch, sizes.Outputs) : null),
            512);

    // Every third channel is dropped.
    private static NdArray<T> Mask<T>(int batch, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] mask = new T[batch * channels];
        for (int i = 0; i < mask.Length; i++)
        {
            mask[i] = i % 3 == 2 ? T.Zero : Number<T>(1.5);
        }

        return NdArray<T>.From(mask, [batch, 1, channels]);
    }
}
