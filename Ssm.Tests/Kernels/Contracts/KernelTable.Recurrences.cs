using Ssm.Kernels;
using static Ssm.Tests.Kernels.Contracts.KernelTableSizes;

namespace Ssm.Tests.Kernels.Contracts;

/// <content>Recurrences from inputs to outputs.</content>
internal static partial class KernelTable<T>
{
    private static IEnumerable<KernelRow<T>> Recurrences() =>
    [
        new("DiagonalRecurrence.Forward", Diagonal, 700),
        new("DiagonalRecurrence.Adjoint", DiagonalAdjoint, 700),
        new("DiagonalRecurrence.PackStep", (n, _) => Call()
            .ComplexIn("a", n * Modes, KernelCall<T>.Group(Modes))
            .ComplexIn("b", n * Modes, KernelCall<T>.Group(Modes))
            .ComplexIn("c", n * Modes, KernelCall<T>.Group(Modes))
            .Out("packed", DiagonalRecurrence.StepLength(n, Modes), KernelCall<T>.Group(6 * Modes))
            .Does((s, _) => DiagonalRecurrence.PackStep(
                new DiagonalSystem<T>(s.Planes("a"), s.Planes("b"), s.Planes("c"), default), Number(2), s["packed"], n,
                Modes)), 0),

        // The modes are the lanes of a step.
        new("DiagonalRecurrence.Step", (n, _) => Call()
            .In("u", 5, KernelCall<T>.Lane(5))
            .In("packed", DiagonalRecurrence.StepLength(5, n), KernelCall<T>.Group(6 * n))
            .In("d", 5, KernelCall<T>.Lane(5))
            .ComplexBoth("state", 5 * n, KernelCall<T>.Group(n))
            .Out("y", 5, KernelCall<T>.Lane(5))
            .MayBe("y", "u")
            .Does((s, _) => DiagonalRecurrence.Step<T>(
                s["u"], s["packed"], s["d"], s.Planes("state"), s["y"], n)), 0),
        new("S5Recurrence.Forward", (n, m) => S5(n, m, reversed: false), 700),
        new("S5Recurrence.Forward reversed", (n, m) => S5(n, m, reversed: true), 700),
        new("S5Recurrence.Adjoint", S5Adjoint, 700),
        new("S5Recurrence.PackStep", (n, _) => Call()
            .ComplexIn("b", Modes * n, KernelCall<T>.All)
            .ComplexIn("c", Modes * n, KernelCall<T>.All)
            .Out("packed", S5Recurrence.StepLength<T>(n, Modes), KernelCall<T>.All)
            .Does((s, _) => S5Recurrence.PackStep(
                new DiagonalSystem<T>(default, s.Planes("b"), s.Planes("c"), default), Number(2), s["packed"], n,
                Modes)), 0),
        new("S5Recurrence.Step", S5Step, 0),
    ];

    private static KernelCall<T> System(int n) => Call()
        .ComplexIn("a", n * Modes, KernelCall<T>.Group(Modes), -0.6, 0.6)
        .ComplexIn("b", n * Modes, KernelCall<T>.Group(Modes))
        .ComplexIn("c", n * Modes, KernelCall<T>.Group(Modes))
        .In("d", n, KernelCall<T>.Lane(n));

    private static DiagonalSystem<T> System(KernelMemory<T> s) =>
        new(s.Planes("a"), s.Planes("b"), s.Planes("c"), s["d"]);

    private static DiagonalSystemGradients<T> SystemGradients(KernelMemory<T> s) =>
        new(s.Planes("da"), s.Planes("db"), s.Planes("dc"), s["dd"]);

    private static KernelCall<T> Diagonal(int n, int m)
    {
        RecurrenceShape shape = new(Batch, m, n, Modes);
        Func<int, Place> sequence = KernelCall<T>.Sequence(m, n), states = KernelCall<T>.States(n, Modes);
        return System(n)
            .In("u", Batch * m * n, sequence)
            .ComplexIn("x0", Batch * n * Modes, states)
            .Out("y", Batch * m * n, sequence)
            .ComplexOut("last", Batch * n * Modes, states)
            .MayBe("y", "u").MayBe("last", "x0")
            .Does((s, threads) => DiagonalRecurrence.Forward(
                s["u"], System(s), Number(2), s.Planes("x0"), default, s["y"], s.Planes("last"), shape, threads));
    }

    private static KernelCall<T> DiagonalAdjoint(int n, int m)
    {
        RecurrenceShape shape = new(Batch, m, n, Modes);
        Func<int, Place> sequence = KernelCall<T>.Sequence(m, n), states = KernelCall<T>.States(n, Modes);
        Func<int, Place> group = KernelCall<T>.Group(Modes);
        return System(n)
            .In("u", Batch * m * n, sequence)
            .ComplexIn("x0", Batch * n * Modes, states)
            .In("dy", Batch * m * n, sequence)
            .ComplexIn("dlast", Batch * n * Modes, states)
            .Out("du", Batch * m * n, sequence)
            .ComplexOut("da", n * Modes, group).ComplexOut("db", n * Modes, group).ComplexOut("dc", n * Modes, group)
            .Out("dd", n, KernelCall<T>.Lane(n))
            .ComplexOut("dx0", Batch * n * Modes, states)
            .MayBe("du", "dy")
            .Does((s, threads) => DiagonalRecurrence.Adjoint(
                s["u"], System(s), Number(2), s.Planes("x0"), default, s["dy"], s.Planes("dlast"), s["du"],
                SystemGradients(s), s.Planes("dx0"), shape, threads));
    }

    // Channels and modes meet in the products: what is not finite stays in its sequence.
    private static KernelCall<T> S5System(int n) => Call()
        .ComplexIn("a", Modes, KernelCall<T>.All, -0.6, 0.6)
        .ComplexIn("b", Modes * n, KernelCall<T>.All)
        .ComplexIn("c", n * Modes, KernelCall<T>.All)
        .In("d", n, KernelCall<T>.All);

    private static KernelCall<T> S5(int n, int m, bool reversed)
    {
        RecurrenceShape shape = new(Batch, m, n, Modes);
        int borders = S5Recurrence.BordersLength<T>(shape);
        return S5System(n)
            .In("u", Batch * m * n, KernelCall<T>.Row(Math.Max(1, m * n)))
            .ComplexIn("x0", Batch * Modes, KernelCall<T>.Row(Modes))
            .Out("y", Batch * m * n, KernelCall<T>.Row(Math.Max(1, m * n)))
            .ComplexOut("last", Batch * Modes, KernelCall<T>.Row(Modes))
            .Out("borders", 2 * borders, KernelCall<T>.Row(Math.Max(1, 2 * borders / Batch)))
            .MayBe("last", "x0")
            .Does((s, threads) => S5Recurrence.Forward(
                s["u"], System(s), Number(2), s.Planes("x0"), default, s["y"], s.Planes("last"), s["borders"], shape,
                reversed, threads));
    }

    private static KernelCall<T> S5Adjoint(int n, int m)
    {
        RecurrenceShape shape = new(Batch, m, n, Modes);
        int borders = S5Recurrence.BordersLength<T>(shape);
        Func<int, Place> sequence = KernelCall<T>.Row(Math.Max(1, m * n));
        return S5System(n)
            .In("u", Batch * m * n, sequence)
            .In("borders", 2 * borders, KernelCall<T>.Row(Math.Max(1, 2 * borders / Batch)))
            .In("dy", Batch * m * n, sequence)
            .ComplexIn("dlast", Batch * Modes, KernelCall<T>.Row(Modes))
            .Out("du", Batch * m * n, sequence)
            .ComplexOut("da", Modes, KernelCall<T>.All)
            .ComplexOut("db", Modes * n, KernelCall<T>.All)
            .ComplexOut("dc", n * Modes, KernelCall<T>.All)
            .Out("dd", n, KernelCall<T>.All)
            .ComplexOut("dx0", Batch * Modes, KernelCall<T>.Row(Modes))
            .Does((s, threads) => S5Recurrence.Adjoint(
                s["u"], System(s), Number(2), s["borders"], default, s["dy"], s.Planes("dlast"), s["du"],
                SystemGradients(s), s.Planes("dx0"), shape, false, threads));
    }

    private static KernelCall<T> S5Step(int n, int m) => Call()
        .In("u", n, KernelCall<T>.All)
        .ComplexIn("a", Modes, KernelCall<T>.All)
        .In("packed", S5Recurrence.StepLength<T>(n, Modes), KernelCall<T>.All)
        .In("d", n, KernelCall<T>.All)
        .Both("state", 2 * Modes, KernelCall<T>.All)
        .Out("y", n, KernelCall<T>.All)
        .Both("scratch", S5Recurrence.StepScratch<T>(n, Modes), KernelCall<T>.All)
        .MayBe("y", "u").Ignores("scratch")
        .Does((s, _) => S5Recurrence.Step<T>(
            s["u"], s.Planes("a"), s["packed"], s["d"], s["state"], s["y"], s["scratch"]));
}
