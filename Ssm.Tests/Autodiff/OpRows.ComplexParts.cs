using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> ComplexParts<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Complex), [OpInput.Real(1), OpInput.Real(1)], x => Op.Complex(x[0], x[1])),
            new(nameof(Op.Complex), [OpInput.Real(2, 9), OpInput.Real(2, 9)], x => Op.Complex(x[0], x[1])),
            new(nameof(Op.Complex), [OpInput.Real(3)], x => Op.Complex(x[0], x[0])),     // both planes one leaf
            .. Widths.Append(0).Select(n => new OpRow<T>(
                nameof(Op.Complex), [OpInput.Real(n), OpInput.Real(n)], x => Op.Complex(x[0], x[1]))),
            .. Both<T>(nameof(Op.Real), Op.Real),
            .. Unary<T>(nameof(Op.Imaginary), Op.Imaginary, OpInput.Complex),
            .. Unary<T>(nameof(Op.Imaginary), Op.Imaginary, OpInput.Real),               // zero, and no gradient
            .. Both<T>(nameof(Op.Conjugate), Op.Conjugate),
            .. Unary<T>(nameof(Op.Abs), Op.Abs, sizes => OpInput.Apart(0, sizes)),
            .. Unary<T>(nameof(Op.Abs), Op.Abs, OpInput.RightHalf),
            .. Both<T>(nameof(Op.AbsSquared), Op.AbsSquared),
            .. Unary<T>(nameof(Op.Angle), Op.Angle, OpInput.RightHalf),
            .. Unary<T>(nameof(Op.Angle), Op.Angle, Positive),                           // a real number has phase 0
        ];
}
