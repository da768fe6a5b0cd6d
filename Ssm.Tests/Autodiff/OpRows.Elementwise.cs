using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Elementwise<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. Both<T>(nameof(Op.Exp), Op.Exp),
            .. Unary<T>(nameof(Op.Log), Op.Log, Positive),
            .. Unary<T>(nameof(Op.Log), Op.Log, OpInput.RightHalf),
            .. Unary<T>(nameof(Op.Sqrt), Op.Sqrt, Positive),
            .. Unary<T>(nameof(Op.Sqrt), Op.Sqrt, OpInput.RightHalf),
            .. Both<T>(nameof(Op.Square), Op.Square),
            .. Unary<T>(nameof(Op.Reciprocal), Op.Reciprocal, Positive),
            .. Unary<T>(nameof(Op.Reciprocal), Op.Reciprocal, OpInput.RightHalf),
            .. Both<T>(nameof(Op.Sin), Op.Sin),
            .. Both<T>(nameof(Op.Cos), Op.Cos),

            // Away from the poles at ±iπ/2, where the difference quotient and float are both of no use.
            .. Unary<T>(nameof(Op.Tanh), Op.Tanh, OpInput.Real),
            .. Unary<T>(nameof(Op.Tanh), Op.Tanh, OpInput.RightHalf),
            .. Both<T>(nameof(Op.Sinh), Op.Sinh),
            .. Both<T>(nameof(Op.Cosh), Op.Cosh),
            .. Both<T>(nameof(Op.Sigmoid), Op.Sigmoid),
            .. Unary<T>(nameof(Op.Phi1), Op.Phi1, OpInput.Real),
            .. Unary<T>(nameof(Op.Phi1), Op.Phi1, OpInput.Complex),
            .. Unary<T>(nameof(Op.Expm1), Op.Expm1, OpInput.Real),
            .. Unary<T>(nameof(Op.Log1p), Op.Log1p, sizes => OpInput.Between(-0.5, 2, sizes)),
            .. Unary<T>(nameof(Op.Log2), Op.Log2, Positive),
            .. Unary<T>(nameof(Op.Rsqrt), Op.Rsqrt, Positive),
            .. Unary<T>(nameof(Op.Asinh), Op.Asinh, OpInput.Real),
            .. Unary<T>(nameof(Op.Atan), Op.Atan, OpInput.Real),
            .. Unary<T>(nameof(Op.Erf), Op.Erf, OpInput.Real),
            .. Unary<T>(nameof(Op.Relu), Op.Relu, sizes => OpInput.Apart(0, sizes)),
            .. Unary<T>(nameof(Op.Silu), Op.Silu, OpInput.Real),
            .. Unary<T>(nameof(Op.GeluErf), Op.GeluErf, OpInput.Real),
            .. Unary<T>(nameof(Op.GeluTanh), Op.GeluTanh, OpInput.Real),
            .. Unary<T>(nameof(Op.Softplus), Op.Softplus, OpInput.Real),
            .. Unary<T>(nameof(Op.InverseSoftplus), Op.InverseSoftplus, Positive),
            .. Unary<T>(nameof(Op.LogSigmoid), Op.LogSigmoid, OpInput.Real),
        ];

    private static OpInput Positive(params int[] sizes) => OpInput.Between(0.5, 2.5, sizes);

    private static IEnumerable<OpRow<T>> Both<T>(string name, Func<Variable<T>, Variable<T>> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [.. Unary(name, op, OpInput.Real), .. Unary(name, op, OpInput.Complex)];
}
