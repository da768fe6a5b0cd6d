using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsComplexCases
{
    private static Variable<T>? Arithmetic<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "add_broadcast" or "add_real_complex" => golden.In("x") + golden.In("y"),
            "sub_broadcast" => golden.In("x") - golden.In("y"),
            "mul_broadcast" or "mul_real_complex" => golden.In("x") * golden.In("y"),
            "div_broadcast" or "div_complex_by_real" or "div_real_by_complex" => golden.In("x") / golden.In("y"),
            "mul_by_i_plus_scalar" => (Scalar(golden, 0.5, -2) * golden.In("x")) + Scalar(golden, 1, 3),
            "neg" => -golden.In("x"),
            "x_times_conj_x" => golden.In("x") * Op.Conjugate(golden.In("x")),
            "conj_product" => Op.Conjugate(golden.In("x")) * golden.In("y"),
            "real_of_product" => Op.Real(golden.In("x") * golden.In("y")),
            "complex_from_parts" => Op.Complex(golden.In("x"), golden.In("y")),
            "polar" => Op.Polar(golden.In("x"), golden.In("y")),
            "view_as_complex" => Op.Square(Op.FromPairs(golden.In("x"))),
            "view_as_real" => Op.ToPairs(Op.Square(golden.In("x"))),
            "lambda_from_parts" => Op.Exp(Op.Complex(-Op.Exp(golden.In("x")), Op.Exp(golden.In("y")))),
            "where" => Op.Where(golden.In("m").Value, golden.In("x"), golden.In("y")),
            "masked_select_set" => Op.Where(golden.In("m").Value, Scalar(golden, 2, -1), golden.In("x")),
            "zoh" => golden.In("s") * Op.Phi1(golden.In("l") * golden.In("s")) * golden.In("b"),
            "bilinear" => Bilinear(Number<T>(0.5) * (golden.In("l") * golden.In("s"))),
            _ => null,
        };

    private static Variable<T>? Function<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "reciprocal" => Op.Reciprocal(golden.In("x")),
            "square" => Op.Square(golden.In("x")),
            "exp" => Op.Exp(golden.In("x")),
            "sin" => Op.Sin(golden.In("x")),
            "cos" => Op.Cos(golden.In("x")),
            "tanh" => Op.Tanh(golden.In("x")),
            "sinh" => Op.Sinh(golden.In("x")),
            "cosh" => Op.Cosh(golden.In("x")),
            "log" => Op.Log(golden.In("x")),
            "sqrt" => Op.Sqrt(golden.In("x")),
            "expm1_over_x" => Op.Phi1(golden.In("x")),
            "sigmoid" => Op.Sigmoid(golden.In("x")),
            "abs" or "abs_with_zero" => Op.Abs(golden.In("x")),
            "abs_squared" => Op.AbsSquared(golden.In("x")),
            "angle" => Op.Angle(golden.In("x")),
            "conj" => Op.Conjugate(golden.In("x")),
            "real" => Op.Real(golden.In("x")),
            "imag" => Op.Imaginary(golden.In("x")),
            "pow_int3" => Op.IntegerPower(golden.In("x"), 3),
            "pow_int_neg2" => Op.IntegerPower(golden.In("x"), -2),
            "pow_real_exponent" => Op.PowerBy(golden.In("x"), Number<T>(0.7)),
            "pow_complex_complex" => Op.Power(golden.In("x"), golden.In("y")),
            "pow_arange" => Op.Power<T>(Column(golden.In("x")), Steps(golden)),
            "vandermonde" => Op.Exp(Column(golden.In("x")) * Steps(golden)),
            _ => null,
        };

    private static Variable<T> Bilinear<T>(Variable<T> half)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.AddConstant(half, T.One) / Op.AddConstant(-half, T.One);

    /// <summary>0, 1, …: as many as the output's last axis has entries.</summary>
    private static NdArray<T> Steps<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => GoldenSteps.Range(golden.ShapeOf("out.y")[^1], golden.Backend);
}
