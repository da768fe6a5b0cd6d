using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Sequences<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. Scans<T>(nameof(Op.DiagonalScan), (a, b, initial) => Op.DiagonalScan(a, b, initial)),
            .. Scans<T>(nameof(Op.ReverseDiagonalScan), (a, b, initial) => Op.ReverseDiagonalScan(a, b, initial)),
            .. ResetScans<T>(),
            .. StateScans<T>(nameof(Op.DiagonalScanWithState), (a, b, h) => Op.DiagonalScanWithState(a, b, h)),
            .. StateScans<T>(
                nameof(Op.ReverseDiagonalScanWithState), (a, b, h) => Op.ReverseDiagonalScanWithState(a, b, h)),
            .. Convolutions<T>(nameof(Op.CausalConvolution), Op.CausalConvolution),
            .. Convolutions<T>(nameof(Op.DirectConvolution), Op.DirectConvolution),
            .. Convolutions<T>(nameof(Op.FftConvolution), Op.FftConvolution),
            .. TwoSidedConvolutions<T>(),
            new(nameof(Op.VandermondeKernel), [OpInput.Complex(1, 1), OpInput.Complex(1, 1)], x => Kernel(x, 1)),
            new(nameof(Op.VandermondeKernel), [OpInput.Complex(3, 2), OpInput.Complex(3, 2)], x => Kernel(x, 5), 512),
            new(nameof(Op.VandermondeKernel), [OpInput.Complex(2, 9), OpInput.Complex(2, 9)], x => Kernel(x, 4), 512),
            new(nameof(Op.VandermondeKernel), [OpInput.Complex(2, 3), OpInput.Complex(2, 3)], x => Kernel(x, 0)),
            .. from size in (IEnumerable<(int Channels, int Modes, int Length)>)
                [
                    .. Widths.Select(n => (n, 2, 3)), .. Widths.Select(n => (2, n, 3)),
                    .. Widths.Select(n => (1, 2, n)), (2, 3, 33), (1, 2, 64), (2, 2, 131), (2, 1, 200), (0, 2, 3),
                ]
               select new OpRow<T>(
                   nameof(Op.VandermondeKernel),
                   [
                       OpInput.Complex(size.Channels, size.Modes),
                       new(new Shape(size.Channels, size.Modes), true, -2, -0.5),
                   ],
                   x => Kernel([x[0], Op.Scale(x[1], Number<T>(1.0 / 64))], size.Length),       // slow: powers to 64
                   512),
            .. Cauchy<T>(),
        ];

    private static Variable<T> Kernel<T>(Variable<T>[] x, int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.VandermondeKernel(x[0], x[1], length, Number<T>(2));

    private static IEnumerable<OpRow<T>> Scans<T>(
        string name, Func<Variable<T>, Variable<T>, Variable<T>?, Variable<T>> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from sizes in (int[][])
            [
                [1, 1, 1], [2, 5, 3], [1, 7, 19], [2, 2, 8], [0, 4, 3], [2, 0, 3],
                .. Widths.Select(n => new[] { 1, 3, n }),
            ]
        from invariant in new[] { false, true }
        from a in new[] { false, true }
        from b in new[] { false, true }
        from initial in new[] { 0, 1, 2 }
        where sizes[1] != 3 || (a == b && initial == 2)
        select new OpRow<T>(
            name,
            [
                Input(invariant ? [sizes[2]] : sizes, a, 0.6),
                Input(sizes, b, 1.5),
                .. initial == 0 ? Array.Empty<OpInput>() : [Input([sizes[0], sizes[2]], initial == 2, 1.5)],
            ],
            x => op(x[0], x[1], x.Length == 3 ? x[2] : null),
            256);

    // Two sequences, with resets at the first and last step, side by side, and nowhere; each way to do it.
    private static IEnumerable<OpRow<T>> ResetScans<T>()
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Indices resets = new([1, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 1, 0, 0], new Shape(2, 7));
        return
            from algorithm in Enum.GetValues<ScanAlgorithm>()
            from invariant in new[] { false, true }
            from reverse in new[] { false, true }
            select new OpRow<T>(
                reverse ? nameof(Op.ReverseDiagonalScan) : nameof(Op.DiagonalScan),
                [
                    Input(invariant ? [3] : [2, 7, 3], true, 0.6),
                    Input([2, 7, 3], true, 1.5),
                    Input([2, 3], false, 1.5),
                ],
                x => reverse
                    ? Op.ReverseDiagonalScan(x[0], x[1], x[2], resets, algorithm)
                    : Op.DiagonalScan(x[0], x[1], x[2], resets, algorithm),
                256);
    }

    // All states and the one to go on from, both at once and the latter alone; no steps hand the initial state on.
    private static IEnumerable<OpRow<T>> StateScans<T>(
        string name, Func<Variable<T>, Variable<T>, Variable<T>?, (Variable<T> States, Variable<T> End)> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from sizes in new int[][] { [1, 1, 1], [2, 5, 3], [2, 0, 3], [0, 2, 3] }
        from a in new[] { false, true }
        from initial in new[] { 0, 1, 2 }
        from both in new[] { false, true }
        select new OpRow<T>(
            name,
            [
                Input(sizes, a, 0.6),
                Input(sizes, a, 1.5),
                .. initial == 0 ? Array.Empty<OpInput>() : [Input([sizes[0], sizes[2]], initial == 2, 1.5)],
            ],
            x =>
            {
                (Variable<T> states, Variable<T> end) = op(x[0], x[1], x.Length == 3 ? x[2] : null);
                return both ? Flat(states, end) : end;
            },
            256);

    private static Variable<T> Flat<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Concat(0, Op.Reshape(x, [x.Shape.Count]), Op.Reshape(y, [y.Shape.Count]));

    private static IEnumerable<OpRow<T>> Cauchy<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from sizes in (int[][])
        [
            [1, 1, 1, 1],
            [1, 2, 3, 2],
            [4, 3, 2, 9],       // as S4 has it
            [3, 17, 2, 8],      // a numerator without a partner
            [2, 0, 2, 4],
            [0, 2, 2, 4],
            .. Widths.Select(n => new[] { 2, n, 2, 4 }),
            .. Widths.Select(n => new[] { 2, 2, n, 4 }),
            .. Widths.Select(n => new[] { 1, 2, 2, n }),
        ]
        select new OpRow<T>(
            nameof(Op.CauchyKernel),
            [OpInput.Complex(sizes[..3]), new(new Shape([sizes[1], sizes[2]]), true, -2.0, -0.5)],
            x => Op.CauchyKernel(x[0], x[1], sizes[3]),
            512);

    private static OpInput Input(int[] sizes, bool complex, double bound) =>
        new(new Shape(sizes), complex, -bound, bound);

    private static IEnumerable<OpRow<T>> Convolutions<T>(
        string name, Func<Variable<T>, Variable<T>, Variable<T>> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from shape in new (int Batch, int Length, int Channels, int Taps)[]
        {
            (1, 1, 1, 1),
            (2, 5, 3, 5),
            (2, 7, 9, 3),        // fewer taps than steps
            (1, 4, 2, 6),        // taps that never act
            (2, 40, 2, 37),      // long enough for transforms
            (0, 4, 3, 2),
            (2, 9, 16, 9),       // whole vectors of channels, and taps up to the first step
            (1, 3, 4, 2), (1, 3, 5, 2), (1, 3, 7, 2), (1, 3, 8, 2), (1, 3, 9, 2), (1, 3, 15, 2), (1, 3, 17, 2),
        }
        select new OpRow<T>(
            name,
            [OpInput.Real(shape.Batch, shape.Length, shape.Channels), OpInput.Real(shape.Taps, shape.Channels)],
            x => op(x[0], x[1]),
            256);

    private static IEnumerable<OpRow<T>> TwoSidedConvolutions<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        from shape in new (int Batch, int Length, int Channels, int Taps)[]
        {
            (1, 1, 1, 1),
            (2, 5, 3, 5),
            (1, 7, 9, 3),        // fewer taps than steps
            (1, 4, 2, 6),        // taps that never act
            (0, 4, 3, 2),
            (2, 3, 1, 0),        // no taps at all
            (1, 3, 4, 2), (1, 3, 5, 2), (1, 3, 7, 2), (1, 3, 8, 2), (1, 3, 15, 2), (1, 3, 16, 2), (1, 3, 17, 2),
        }
        let kernel = OpInput.Real(shape.Taps, shape.Channels)
        select new OpRow<T>(
            nameof(Op.TwoSidedConvolution),
            [OpInput.Real(shape.Batch, shape.Length, shape.Channels), kernel, kernel],
            x => Op.TwoSidedConvolution(x[0], x[1], x[2]),
            256);
}
