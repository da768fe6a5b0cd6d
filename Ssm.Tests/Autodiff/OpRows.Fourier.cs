using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Fourier<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. from n in new[] { 1, 2, 7, 8 }
               from length in new[] { 0, 5, 12 }       // its own, cut off (or padded), padded
               from inner in new[] { 1, 3 }
               from row in FourierRows<T>(n, length, inner)
               select row,
            .. Widths.SelectMany(n => FourierRows<T>(n, 0, 2)),
            .. Widths.SelectMany(inner => FourierRows<T>(6, 0, inner)),
            .. FourierRows<T>(4, 0, 0),
        ];

    private static IEnumerable<OpRow<T>> FourierRows<T>(int n, int length, int inner)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Fft), [OpInput.Complex(2, n, inner)], x => Op.Fft(x[0], 1, length)),
            new(nameof(Op.Fft), [OpInput.Real(2, n, inner)], x => Op.Fft(x[0], 1, length)),
            new(nameof(Op.InverseFft), [OpInput.Complex(2, n, inner)], x => Op.InverseFft(x[0], 1, length)),
            new(nameof(Op.InverseFft), [OpInput.Real(inner, n)], x => Op.InverseFft(x[0], -1, length)),
            new(nameof(Op.RealFft), [OpInput.Real(2, n, inner)], x => Op.RealFft(x[0], 1, length)),
            new(nameof(Op.RealFft), [OpInput.Real(inner, n)], x => Op.RealFft(x[0], -1, length)),
            new(nameof(Op.InverseRealFft), [OpInput.Complex(2, n, inner)], x => Op.InverseRealFft(x[0], n + length, 1)),
            new(nameof(Op.InverseRealFft), [OpInput.Real(inner, n)], x => Op.InverseRealFft(x[0], (2 * n) - 1)),
        ];
}
