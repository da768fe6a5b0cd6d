using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

internal static partial class OpsRealCases
{
    private static Variable<T>? Elementwise<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "add_broadcast" => golden.In("x") + golden.In("y"),
            "mul_broadcast" => golden.In("x") * golden.In("y"),
            "div_broadcast" => golden.In("x") / golden.In("y"),
            "pow_scalar" => Op.PowerBy(golden.In("x"), Number<T>(2.5)),
            "pow_tensor" => Op.Power(golden.In("x"), golden.In("y")),
            "scalar_pow" => Op.Power(Scalar(2, golden.Backend), golden.In("x")),
            "pow_int" => Op.IntegerPower(golden.In("x"), 3),
            "maximum" => Op.Maximum(golden.In("x"), golden.In("y")),
            "minimum_broadcast" => Op.Minimum(golden.In("x"), golden.In("y")),
            "where" => Op.Where(golden.In("m").Value, golden.In("x"), golden.In("y")),
            "double_where_sqrt" => DoubleWhereSqrt(golden.In("x")),
            "swiglu" => Op.SwiGlu(golden.In("x"), golden.In("y")),
            "glu_last" => Op.Glu(golden.In("x")),
            "glu_axis1" => Op.Glu(golden.In("x"), axis: 1),
            _ => Unary(golden),
        };

    private static Variable<T>? Unary<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T> => golden.Id switch
        {
            "exp" => Op.Exp(golden.In("x")),
            "expm1" => Op.Expm1(golden.In("x")),
            "sin" => Op.Sin(golden.In("x")),
            "cos" => Op.Cos(golden.In("x")),
            "tanh" => Op.Tanh(golden.In("x")),
            "sigmoid" or "sigmoid_extremes" => Op.Sigmoid(golden.In("x")),
            "erf" => Op.Erf(golden.In("x")),
            "abs" => Op.Abs(golden.In("x")),
            "square" => Op.Square(golden.In("x")),
            "atan" => Op.Atan(golden.In("x")),
            "relu" => Op.Relu(golden.In("x")),
            "sinh" => Op.Sinh(golden.In("x")),
            "asinh" => Op.Asinh(golden.In("x")),
            "log" => Op.Log(golden.In("x")),
            "sqrt" => Op.Sqrt(golden.In("x")),
            "rsqrt" => Op.Rsqrt(golden.In("x")),
            "log1p" => Op.Log1p(golden.In("x")),
            "reciprocal" => Op.Reciprocal(golden.In("x")),
            "log2" => Op.Log2(golden.In("x")),
            "silu" => Op.Silu(golden.In("x")),
            "gelu_exact" => Op.GeluErf(golden.In("x")),
            "gelu_tanh" => Op.GeluTanh(golden.In("x")),
            "softplus" or "softplus_range" => Op.Softplus(golden.In("x")),
            "log_sigmoid" => Op.LogSigmoid(golden.In("x")),
            "elu" => Op.Elu(golden.In("x"), T.One),
            "leaky_relu" => Op.LeakyRelu(golden.In("x"), Number<T>(0.1)),
            "inverse_softplus" => Op.InverseSoftplus(golden.In("x")),
            "clamp" => Op.Clamp(golden.In("x"), Number<T>(-0.5), Number<T>(0.8)),
            _ => null,
        };

    // The root's argument is chosen as well as its value: its slope at 0 is infinite.
    private static Variable<T> DoubleWhereSqrt<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> positive = Op.Greater(x.Value, NdArray<T>.Scalar(T.Zero, x.Backend));
        return Op.Where(positive, Op.Sqrt(Op.Where(positive, x, Scalar(1, x.Backend))), Scalar(0, x.Backend));
    }
}
