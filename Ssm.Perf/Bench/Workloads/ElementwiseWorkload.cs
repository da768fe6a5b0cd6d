using System.Numerics.Tensors;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A function of every number of an array: reads and writes it once, so its floor is the memory's rate.
/// </summary>
/// <param name="function">The last part of the name, <c>exp</c> of <c>elementwise.exp</c>.</param>
/// <param name="prepare">Makes a case.</param>
internal sealed class ElementwiseWorkload(string function, Func<BenchRequest, BenchCase> prepare) : IBenchWorkload
{
    /// <summary>The functions that performance is promised for.</summary>
    internal static IEnumerable<IBenchWorkload> All { get; } =
    [
        Unary<Exp<float>, Exp<double>>(
            "exp", 20, Math.Exp, TensorPrimitives.Exp, TensorPrimitives.Exp),
        Unary<Sigmoid<float>, Sigmoid<double>>(
            "sigmoid", 24, x => 1 / (1 + Math.Exp(-x)), TensorPrimitives.Sigmoid, TensorPrimitives.Sigmoid),
        Unary<Tanh<float>, Tanh<double>>(
            "tanh", 26, Math.Tanh, TensorPrimitives.Tanh, TensorPrimitives.Tanh),
        Unary<Log<float>, Log<double>>(
            "log", 20, Math.Log, TensorPrimitives.Log, TensorPrimitives.Log, positive: true),
        Unary<Sin<float>, Sin<double>>(
            "sin", 28, Math.Sin, TensorPrimitives.Sin, TensorPrimitives.Sin),
        Unary<Softplus<float>, Softplus<double>>("softplus", 46, x => Math.Log(1 + Math.Exp(x))),
        Unary<GeluErf<float>, GeluErf<double>>(
            "gelu", 52, x => x * 0.5 * MathNet.Numerics.SpecialFunctions.Erfc(-x / Math.Sqrt(2))),
        new ElementwiseWorkload("cexp", request => request.Dtype == "f64"
            ? new ComplexExpCase<double>(request)
            : new ComplexExpCase<float>(request)),
        new ElementwiseWorkload("cmul", request => request.Dtype == "f64"
            ? new ComplexMultiplyCase<double>(request)
            : new ComplexMultiplyCase<float>(request)),
        new ElementwiseWorkload("add", request => request.Dtype == "f64"
            ? new AddCase<double>(request)
            : new AddCase<float>(request)),
    ];

    public string Name => $"elementwise.{function}";

    public string Summary => $"{function} of every number of an array";

    public IReadOnlyList<string> Sizes => ["1048576"];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return prepare(request);
    }

    private static ElementwiseWorkload Unary<TSingle, TDouble>(
        string function,
        int operations,
        Func<double, double> oracle,
        UnaryCase<float, TSingle>.SpanFunction? single = null,
        UnaryCase<double, TDouble>.SpanFunction? wide = null,
        bool positive = false)
        where TSingle : struct, IUnaryOp<float>
        where TDouble : struct, IUnaryOp<double> =>
        new(function, request => request.Dtype == "f64"
            ? new UnaryCase<double, TDouble>(request, operations, oracle, wide, positive)
            : new UnaryCase<float, TSingle>(request, operations, oracle, single, positive));
}
