using Ssm.Kernels;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Functions of each element, one op for each loop: the ops have tests of their own.</content>
internal static partial class KernelTable<T>
{
    private static readonly T Scalar = Number(0.75);

    private static IEnumerable<KernelRow<T>> Elementwises() =>
    [
        // Every function that has a path of its own for arguments that are large, small or no numbers.
        Unary<Tanh<T>>(), Unary<Sin<T>>(), Unary<Cos<T>>(), Unary<Exp<T>>(), Unary<Log<T>>(), Unary<Log1p<T>>(),
        Unary<Erf<T>>(), Unary<Softplus<T>>(), Unary<Expm1<T>>(), Unary<Sinh<T>>(), Unary<GeluErf<T>>(),
        Unary<Asinh<T>>(), Unary<Atan<T>>(), Unary<Sigmoid<T>>(), Unary<Log2<T>>(),
        new("Elementwise.Binary power", (n, m) => Elements(n * m, "a", "b").MayBe("y", "a").MayBe("y", "b")
            .Does((s, _) => Elementwise.Binary<T, Power<T>>(default, s["a"], s["b"], s["y"])), 0),
        new("Elementwise.UnaryAdjoint", (n, m) => Adjoint(n * m, "x")
            .Does((s, _) => Elementwise.UnaryAdjoint<T, GeluTanh<T>>(
                default, s["x"], s["f"], s["dy"], s["y"])).Ignores("f"), 0),
        new("Elementwise.Binary", (n, m) => Elements(n * m, "a", "b").MayBe("y", "a").MayBe("y", "b")
            .Does((s, _) => Elementwise.Binary<T, Divide<T>>(default, s["a"], s["b"], s["y"])), 0),
        new("Elementwise.BinaryLeftScalar", (n, m) => Elements(n * m, "b").MayBe("y", "b")
            .Does((s, _) => Elementwise.BinaryLeftScalar<T, Divide<T>>(default, Scalar, s["b"], s["y"])), 0),
        new("Elementwise.BinaryRightScalar", (n, m) => Elements(n * m, "a").MayBe("y", "a")
            .Does((s, _) => Elementwise.BinaryRightScalar<T, Divide<T>>(default, s["a"], Scalar, s["y"])), 0),
        new("Elementwise.BinaryAdjointLeft", (n, m) => Adjoint(n * m, "a", "b").Ignores("a").Ignores("f")
            .Does((s, _) => Elementwise.BinaryAdjointLeft<T, Divide<T>>(
                default, s["a"], s["b"], s["f"], s["dy"], s["y"])), 0),
        new("Elementwise.BinaryLeftScalarAdjointLeft", (n, m) => Adjoint(n * m, "b").Ignores("f")
            .Does((s, _) => Elementwise.BinaryLeftScalarAdjointLeft<T, Divide<T>>(
                default, Scalar, s["b"], s["f"], s["dy"], s["y"])), 0),
        new("Elementwise.BinaryRightScalarAdjointLeft", (n, m) => Adjoint(n * m, "a").Ignores("a").Ignores("f")
            .Does((s, _) => Elementwise.BinaryRightScalarAdjointLeft<T, Divide<T>>(
                default, s["a"], Scalar, s["f"], s["dy"], s["y"])), 0),
        new("Elementwise.BinaryAdjointRight", (n, m) => Adjoint(n * m, "a", "b").Ignores("a").Ignores("f")
            .Does((s, _) => Elementwise.BinaryAdjointRight<T, Divide<T>>(
                default, s["a"], s["b"], s["f"], s["dy"], s["y"])), 0),
        new("Elementwise.BinaryLeftScalarAdjointRight", (n, m) => Adjoint(n * m, "b").Ignores("f")
            .Does((s, _) => Elementwise.BinaryLeftScalarAdjointRight<T, Divide<T>>(
                default, Scalar, s["b"], s["f"], s["dy"], s["y"])), 0),
        new("Elementwise.BinaryRightScalarAdjointRight", (n, m) => Adjoint(n * m, "a").Ignores("a").Ignores("f")
            .Does((s, _) => Elementwise.BinaryRightScalarAdjointRight<T, Divide<T>>(
                default, s["a"], Scalar, s["f"], s["dy"], s["y"])), 0),
    ];

    private static IEnumerable<KernelRow<T>> Complexes() =>
    [
        ComplexUnary<ComplexExp<T>>(), ComplexUnary<ComplexLog<T>>(), ComplexUnary<ComplexSqrt<T>>(),
        ComplexUnary<ComplexTanh<T>>(), ComplexUnary<ComplexSin<T>>(), ComplexUnary<ComplexReciprocal<T>>(),
        ComplexUnary<ComplexSigmoid<T>>(), ComplexUnary<Expm1OverX<T>>(),
        new("ComplexElementwise.UnaryAdjoint", (n, m) => ComplexElements(n * m, "x", "f", "dy")
            .MayBe("y", "x").MayBe("y", "f").MayBe("y", "dy").Ignores("x").Ignores("f")
            .Does((s, _) => ComplexElementwise.UnaryAdjoint<T, ComplexTanh<T>>(
                default, s.Planes("x"), s.Planes("f"), s.Planes("dy"), s.Planes("y"))), 0),
        new("ComplexElementwise.ToReal", (n, m) => Call().ComplexIn("x", n * m, KernelCall<T>.Lane(n * m))
            .Out("y", n * m, KernelCall<T>.Lane(n * m))
            .Does((s, _) => ComplexElementwise.ToReal<T, ComplexAbs<T>>(default, s.Planes("x"), s["y"])), 0),
        new("ComplexElementwise.ToRealAdjoint", (n, m) => ComplexElements(n * m, "x").MayBe("y", "x")
            .In("f", n * m, KernelCall<T>.Lane(n * m)).In("dy", n * m, KernelCall<T>.Lane(n * m)).Ignores("f")
            .Does((s, _) => ComplexElementwise.ToRealAdjoint<T, ComplexAbs<T>>(
                default, s.Planes("x"), s["f"], s["dy"], s.Planes("y"))), 0),
        new("ComplexElementwise.Multiply", (n, m) => ComplexPair(n * m)
            .Does((s, _) => ComplexElementwise.Multiply(s.Planes("a"), s.Planes("b"), s.Planes("y"))), 0),
        new("ComplexElementwise.MultiplyConjugate", (n, m) => ComplexPair(n * m)
            .Does((s, _) => ComplexElementwise.MultiplyConjugate(s.Planes("a"), s.Planes("b"), s.Planes("y"))), 0),
        new("ComplexElementwise.Divide", (n, m) => ComplexPair(n * m)
            .Does((s, _) => ComplexElementwise.Divide(s.Planes("a"), s.Planes("b"), s.Planes("y"))), 0),
        new("ComplexElementwise.DivideLeftScalar", (n, m) => ComplexElements(n * m, "b").MayBe("y", "b")
            .Does((s, _) => ComplexElementwise.DivideLeftScalar(
                new ComplexNumber<T>(Scalar, Scalar), s.Planes("b"), s.Planes("y"))), 0),
        new("ComplexElementwise.MultiplyRightScalar", (n, m) => ComplexElements(n * m, "a").MayBe("y", "a")
            .Does((s, _) => ComplexElementwise.MultiplyRightScalar(
                s.Planes("a"), new ComplexNumber<T>(Scalar, Scalar), s.Planes("y"))), 0),
        new("ComplexElementwise.MultiplyReal", (n, m) => ComplexElements(n * m, "a").MayBe("y", "a")
            .In("s", n * m, KernelCall<T>.Lane(n * m))
            .Does((s, _) => ComplexElementwise.MultiplyReal(s.Planes("a"), s["s"], s.Planes("y"))), 0),
        new("ComplexElementwise.RealOfMultiplyConjugate", (n, m) => Call()
            .ComplexIn("a", n * m, KernelCall<T>.Lane(n * m)).ComplexIn("b", n * m, KernelCall<T>.Lane(n * m))
            .Out("y", n * m, KernelCall<T>.Lane(n * m))
            .Does((s, _) => ComplexElementwise.RealOfMultiplyConjugate(
                s.Planes("a"), s.Planes("b"), s["y"])), 0),
    ];

    private static KernelRow<T> Unary<TOp>()
        where TOp : struct, IUnaryOp<T> =>
        new($"Elementwise.Unary {typeof(TOp).Name.Split('`')[0]}", (n, m) => Elements(n * m, "x").MayBe("y", "x")
            .Does((s, _) => Elementwise.Unary<T, TOp>(default, s["x"], s["y"])), 0);

    private static KernelRow<T> ComplexUnary<TOp>()
        where TOp : struct, IComplexUnaryOp<T> =>
        new($"ComplexElementwise.Unary {typeof(TOp).Name.Split('`')[0]}", (n, m) => ComplexElements(n * m, "x")
            .MayBe("y", "x")
            .Does((s, _) => ComplexElementwise.Unary<T, TOp>(default, s.Planes("x"), s.Planes("y"))), 0);

    private static KernelCall<T> Elements(int count, params string[] inputs) => inputs
        .Aggregate(Call(), (call, name) => call.In(name, count, KernelCall<T>.Lane(count)))
        .Out("y", count, KernelCall<T>.Lane(count));

    private static KernelCall<T> Adjoint(int count, params string[] inputs) => inputs
        .Aggregate(Elements(count, [.. inputs, "f", "dy"]), (call, name) => call.MayBe("y", name))
        .MayBe("y", "f").MayBe("y", "dy");

    private static KernelCall<T> ComplexElements(int count, params string[] inputs) => inputs
        .Aggregate(Call(), (call, name) => call.ComplexIn(name, count, KernelCall<T>.Lane(count)))
        .ComplexOut("y", count, KernelCall<T>.Lane(count));

    private static KernelCall<T> ComplexPair(int count) =>
        ComplexElements(count, "a", "b").MayBe("y", "a").MayBe("y", "b");
}
