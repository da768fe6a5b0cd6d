using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    // The sizes are those at which the kernel takes another path: no step, one, a tile and a bit; fewer channels than
    // a vector, and more; one state, two, odd.
    private static IEnumerable<OpRow<T>> Selective<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from name in new[] { nameof(Op.SelectiveScan), nameof(Op.SelectiveScanWithState) }
        from size in (SelectiveSize[])
        [
            new(1, 1, 1, 1, 1, false, false),
            new(2, 5, 6, 3, 2, false, false),
            new(2, 7, 3, 2, 1, true, false),
            new(1, 4, 19, 5, 1, false, true),
            new(2, 6, 4, 2, 1, true, true),
            new(1, 35, 9, 4, 3, false, false),
            new(0, 4, 3, 2, 1, false, false),
            new(2, 0, 3, 2, 1, false, false),
            .. Widths.Select(n => new SelectiveSize(1, 3, n, 2, 1, false, false)),
        ]
        from complex in new[] { false, true }
        from full in size.Length == 3 ? [true] : new[] { false, true }
        from alone in name == nameof(Op.SelectiveScan) ? [false] : new[] { false, true }
        select Selective<T>(name, size, complex, full, alone);

    // Alone: the final state without the outputs.
    private static OpRow<T> Selective<T>(string name, SelectiveSize s, bool complex, bool full, bool alone)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        OpInput activations = OpInput.Real(s.Batch, s.Length, s.Channels);
        OpInput[] inputs =
        [
            activations,
            activations,
            new(new Shape(s.Channels, s.States), complex, -1.5, -0.2),
            new(s.Weights(s.ConstantB), complex, -1.5, 1.5),
            new(s.Weights(s.ConstantC), complex, -1.5, 1.5),
            .. full
                ? [
                    OpInput.Real(s.Channels), activations, OpInput.Real(s.Channels),
                    new OpInput(new Shape(s.Batch, s.Channels, s.States), complex, -1.5, 1.5),
                ]
                : Array.Empty<OpInput>(),
        ];
        return new OpRow<T>(name, inputs, Apply, 1024);

        Variable<T> Apply(Variable<T>[] x)
        {
            int[] resets = [.. Enumerable.Range(0, s.Batch * s.Length).Select(i => i % 5 == 3 ? 1 : 0)];
            SelectiveScanInputs<T> scan = new()
            {
                U = x[0],
                Delta = x[1],
                A = x[2],
                B = x[3],
                C = x[4],
                Skip = full ? x[5] : null,
                Gate = full ? x[6] : null,
                DeltaBias = full ? x[7] : null,
                Initial = full ? x[8] : null,
                Resets = full ? new Indices(resets, [s.Batch, s.Length]) : null,
                Softplus = full || complex,
            };
            if (name == nameof(Op.SelectiveScan))
            {
                return Op.SelectiveScan(scan);
            }

            (Variable<T> y, Variable<T> final) = Op.SelectiveScanWithState(scan);
            return alone ? final : Flat(y, final);
        }
    }

    private sealed record SelectiveSize(
        int Batch, int Length, int Channels, int States, int Groups, bool ConstantB, bool ConstantC)
    {
        internal Shape Weights(bool constant) => constant
            ? new Shape(Channels, States)
            : Groups == 1 ? new Shape(Batch, Length, States) : new Shape(Batch, Length, Groups, States);
    }
}
