using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

internal static partial class OpRows
{
    private static IEnumerable<OpRow<T>> Choices<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            new(nameof(Op.Where), [OpInput.Real(3), OpInput.Real(3)], x => Op.Where(Mask<T>(3), x[0], x[1])),
            new(nameof(Op.Where), [OpInput.Complex(2, 19), OpInput.Real()], x => Op.Where(Mask<T>(19), x[0], x[1])),
            new(nameof(Op.Where), [OpInput.Real(1, 5), OpInput.Complex(4, 1)], x => Op.Where(Mask<T>(4, 5), x[0],
                x[1])),
            new(nameof(Op.Where), [OpInput.Real(0), OpInput.Real(0)], x => Op.Where(Mask<T>(0), x[0], x[1])),
            .. Widths.Select(n => new OpRow<T>(
                nameof(Op.Where), [OpInput.Complex(n), OpInput.Real(n)], x => Op.Where(Mask<T>(n), x[0], x[1]))),
            .. Comparison<T>(nameof(Op.Greater), Op.Greater),
            .. Comparison<T>(nameof(Op.GreaterOrEqual), Op.GreaterOrEqual),
            .. Comparison<T>(nameof(Op.Less), Op.Less),
            .. Comparison<T>(nameof(Op.LessOrEqual), Op.LessOrEqual),
            .. Comparison<T>(nameof(Op.EqualTo), Op.EqualTo),
            new(nameof(Op.LowerTriangle), [OpInput.Real(4, 4)], x => Op.LowerTriangle(x[0])),
            new(nameof(Op.LowerTriangle), [OpInput.Complex(2, 3, 5)], x => Op.LowerTriangle(x[0], 1)),
            new(nameof(Op.LowerTriangle), [OpInput.Real(5, 3)], x => Op.LowerTriangle(x[0], -2)),
            new(nameof(Op.TriangularMask), [OpInput.Real(3, 5)], x => Op.Multiply(x[0], Op.TriangularMask<T>(3, 5,
                -1))),
            new(nameof(Op.LowerTriangle), [OpInput.Real(0, 3, 3)], x => Op.LowerTriangle(x[0])),
            new(nameof(Op.DiagonalEmbed), [OpInput.Real(0, 3)], x => Op.DiagonalEmbed(x[0])),
            new(nameof(Op.DiagonalEmbed), [OpInput.Real(1)], x => Op.DiagonalEmbed(x[0])),
            new(nameof(Op.DiagonalEmbed), [OpInput.Complex(3, 4)], x => Op.DiagonalEmbed(x[0])),
            .. Unary<T>(nameof(Op.Elu), x => Op.Elu(x, Number<T>(0.75)), sizes => OpInput.Apart(0, sizes)),
            .. Unary<T>(nameof(Op.LeakyRelu), x => Op.LeakyRelu(x, Number<T>(0.1)), sizes => OpInput.Apart(0, sizes)),
            .. Unary<T>(
                nameof(Op.Clamp), x => Op.Clamp(x, Number<T>(-0.5), Number<T>(1)), sizes => OpInput.Apart(0, sizes)),
            .. Unary<T>(nameof(Op.Sign), Op.Sign, sizes => OpInput.Apart(0, sizes)),
            new(nameof(Op.Glu), [OpInput.Real(3, 6)], x => Op.Glu(x[0])),
            new(nameof(Op.Glu), [OpInput.Real(3, 4, 17)], x => Op.Glu(x[0], 1)),
            new(nameof(Op.Glu), [OpInput.Real(0, 6)], x => Op.Glu(x[0])),
            .. Widths.Select(n => new OpRow<T>(nameof(Op.Glu), [OpInput.Real(2, 2 * n)], x => Op.Glu(x[0]))),
            .. Widths.Append(0).Select(n => new OpRow<T>(
                nameof(Op.SwiGlu), [OpInput.Real(n, 3), OpInput.Real(n, 3)], x => Op.SwiGlu(x[0], x[1]))),
            new(nameof(Op.SwiGlu), [OpInput.Real(3, 7), OpInput.Real(3, 7)], x => Op.SwiGlu(x[0], x[1])),
            .. Unary<T>(nameof(Op.PowerBy), x => Op.PowerBy(x, Number<T>(2.5)), Positive),
            .. Unary<T>(nameof(Op.PowerBy), x => Op.PowerBy(x, Number<T>(3)), OpInput.Real),     // whole: negative too
            .. Unary<T>(nameof(Op.PowerBy), x => Op.PowerBy(x, Number<T>(0.7)), OpInput.RightHalf),
            .. from n in new[] { 0, 1, 2, 3, 7 }
               from complex in new[] { false, true }
               select new OpRow<T>(
                   nameof(Op.IntegerPower), [complex ? OpInput.Complex(9) : OpInput.Real(9)], x =>
                       Op.IntegerPower(x[0], n)),
            new(nameof(Op.IntegerPower), [OpInput.RightHalf(9)], x => Op.IntegerPower(x[0], -2)),
            .. Binary<T>(nameof(Op.Power), Op.Power, Positive, OpInput.RightHalf, 256),
            .. Both<T>(nameof(Op.AddConstant), x => Op.AddConstant(x, Number<T>(1.5))),
            .. Unary<T>(nameof(Op.SqrtOneMinusExp), x => Op.SqrtOneMinusExp(x, T.PositiveInfinity), Positive),
            .. Unary<T>(
                nameof(Op.SqrtOneMinusExp), x => Op.SqrtOneMinusExp(x, Number<T>(1000), Number<T>(1e-6)), Positive),
        ];

    // Every third entry is 0; what is not 0 is not always 1.
    private static NdArray<T> Mask<T>(params int[] sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = new(sizes);
        return NdArray<T>.From([.. Enumerable.Range(0, shape.Count).Select(i => T.CreateChecked(i % 3))], shape);
    }

    /// <summary>A comparison has no gradient of its own: it is checked as the mask of a product.</summary>
    private static IEnumerable<OpRow<T>> Comparison<T>(string name, Func<NdArray<T>, NdArray<T>, NdArray<T>> op)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        [
            .. from n in Widths
               from sizes in new int[][] { [n], [3, n], [0, n] }
               select new OpRow<T>(
                   name,
                   [OpInput.Apart(0, sizes), OpInput.Apart(0.2, n)],
                   x => Op.Multiply(x[0], op(x[0].Value, x[1].Value))),
        ];
}
