using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Tests.Autodiff;

/// <summary>Every recurrence in chunks that hand a state on: outputs, gradients, and gradients cut off.</summary>
/// <remarks>The judge is the op on the whole sequence, which the op table holds against difference quotients.</remarks>
public sealed class RecurrenceChunkTests
{
    private const int Batch = 2;
    private const int Length = 33;

    // Sums of a few hundred products of numbers of at most a few units, in double; errors of states decay.
    private const double Tolerance = 1e-12;

    // One step, none, a vector and one, a tile's border; the last takes the state through chunks without any steps.
    private static readonly int[][] s_chunks = [[5, 16, 1, 11], [1, 1, 30, 1], [8, 9, 7, 9], [31, 0, 0, 2]];

    private delegate (Variable<double> Y, Variable<double> State) Chunk(
        Variable<double>[] timed, Variable<double>[] shared, Variable<double> state);

    /// <param name="Name">The op.</param>
    /// <param name="Timed">Inputs that are cut into chunks, (B, L, …).</param>
    /// <param name="Shared">Inputs of all chunks.</param>
    /// <param name="State">The state before the first chunk.</param>
    /// <param name="Apply">A chunk.</param>
    /// <param name="IsReversed">Whether the state is handed from a chunk to the one before it.</param>
    private sealed record Case(
        string Name, OpInput[] Timed, OpInput[] Shared, OpInput State, Chunk Apply, bool IsReversed = false)
    {
        public override string ToString() => Name;
    }

    private static IEnumerable<Case> Cases()
    {
        OpInput u = OpInput.Real(Batch, Length, 3), z = OpInput.Complex(Batch, Length, 3);
        OpInput decay = Small(3), decays = Small(Batch, Length, 3), d = OpInput.Real(3);
        OpInput state = OpInput.Complex(Batch, 3), modes = OpInput.Complex(Batch, 3, 4);
        OpInput[] siso = [Small(3, 4), OpInput.Complex(3, 4), OpInput.Complex(3, 4), d];
        OpInput[] mimo = [Small(3), OpInput.Complex(3, 3), OpInput.Complex(3, 3), d];
        yield return new("DiagonalScan, varying", [decays, z], [], state, (x, _, h) =>
            Op.DiagonalScanWithState(x[0], x[1], h));
        yield return new("DiagonalScan, invariant", [z], [decay], state, (x, p, h) =>
            Op.DiagonalScanWithState(p[0], x[0], h));
        yield return new("DiagonalScan, real", [OpInput.Between(0.2, 0.9, Batch, Length, 3), u], [],
            OpInput.Real(Batch, 3), (x, _, h) => Op.DiagonalScanWithState(x[0], x[1], h));
        yield return new("ReverseDiagonalScan, varying", [decays, z], [], state, (x, _, h) =>
            Op.ReverseDiagonalScanWithState(x[0], x[1], h), IsReversed: true);
        yield return new("ReverseDiagonalScan, invariant", [z], [decay], state, (x, p, h) =>
            Op.ReverseDiagonalScanWithState(p[0], x[0], h), IsReversed: true);
        yield return new("DiagonalRecurrence", [u], siso, modes, (x, p, h) =>
            Op.DiagonalRecurrence(x[0], p[0], p[1], p[2], p[3], 2.0, h));
        yield return new("S5Recurrence", [u], mimo, state, (x, p, h) =>
            Op.S5Recurrence(x[0], p[0], p[1], p[2], p[3], 2.0, h));
        yield return new("ReverseS5Recurrence", [u], mimo, state, (x, p, h) =>
            Op.ReverseS5Recurrence(x[0], p[0], p[1], p[2], p[3], 2.0, h), IsReversed: true);
        OpInput rate = OpInput.Between(0.3, 2.0, 3);
        yield return new("RgLruRecurrence", [u, u, u], [rate], OpInput.Real(Batch, 3), (x, p, h) =>
            Op.RgLruRecurrenceWithState(x[0], x[1], x[2], p[0], double.PositiveInfinity, 0.0, h));
        foreach (int taps in new[] { 1, 2, 4, 8 })
        {
            yield return new($"CausalConv1d of {taps} taps", [u], [OpInput.Real(taps, 3), d],
                OpInput.Real(Batch, taps - 1, 3), (x, p, h) => Op.CausalConv1dWithState(x[0], p[0], p[1], h));
        }
    }

    private static IEnumerable<TestCaseData> CasesInChunks() =>
        from test in Cases()
        from sizes in s_chunks
        select new TestCaseData(test.Name, sizes).SetArgDisplayNames(test.Name, string.Join(" ", sizes));

    [TestCaseSource(nameof(CasesInChunks))]
    public void Gradients_through_four_chunks_are_those_of_the_whole_sequence(string name, int[] sizes)
    {
        Case test = Cases().Single(c => c.Name == name);
        Run whole = new(test, [Length]), chunked = new(test, sizes);
        AssertEqual(chunked.Outputs, whole.Outputs, "outputs");
        AssertEqual(chunked.Last, whole.Last, "the last state");
        for (int i = 0; i < whole.Gradients.Length; i++)
        {
            AssertEqual(chunked.Gradients[i], whole.Gradients[i], $"gradient {i}");
        }
    }

    [TestCaseSource(nameof(CasesInChunks))]
    public void With_the_state_detached_they_are_the_sum_of_the_chunks_own(string name, int[] sizes)
    {
        Case test = Cases().Single(c => c.Name == name);
        Run cut = new(test, sizes, detach: true, useLast: false), whole = new(test, [Length], useLast: false);
        double[][] sum = SumOfChunks(test, sizes);
        AssertEqual(cut.Outputs, whole.Outputs, "outputs");
        for (int i = 0; i < sum.Length; i++)
        {
            AssertEqual(cut.Gradients[i], sum[i], $"gradient {i}");
        }

        // The first input of a chunk no longer hears of what it does to later chunks.
        bool remembers = cut.Gradients[0].Zip(whole.Gradients[0]).Any(g => Math.Abs(g.First - g.Second) > 1e-6);
        Assert.That(remembers, Is.EqualTo(!name.EndsWith(" 1 taps", StringComparison.Ordinal)));
    }

    // Each chunk on a tape of its own, from a state that is only a value: what a user of little memory writes.
    private static double[][] SumOfChunks(Case test, int[] sizes)
    {
        Values values = new(test);
        Variable<double>[] shared = [.. values.Shared.Select(v => new Variable<double>(v))];
        Variable<double>[] timed = [.. values.Timed.Select(v => new Variable<double>(v))];
        Variable<double> state = values.State;
        Gradients<double> sum = new();
        foreach ((int start, int length) in Order(test, sizes))
        {
            using Tape<double> tape = new();
            tape.Watch(timed);
            tape.Watch(shared);
            (Variable<double> y, state) = test.Apply(Cut(timed, start, length), shared, state.Detach());
            tape.Backward(Weighed(y, values, start, length), sum);
        }

        return [.. timed.Concat(shared).SelectMany(v => Planes(sum[v], v.Value))];
    }

    private static IEnumerable<(int Start, int Length)> Order(Case test, int[] sizes)
    {
        List<(int, int)> chunks = [];
        int start = 0;
        foreach (int size in sizes)
        {
            chunks.Add((start, size));
            start += size;
        }

        return test.IsReversed ? Enumerable.Reverse(chunks) : chunks;
    }

    private static Variable<double>[] Cut(Variable<double>[] timed, int start, int length) =>
        [.. timed.Select(x => Op.Slice(x, 1, start, length))];

    private static Variable<double> Weighed(Variable<double> y, Values values, int start, int length) =>
        Op.Sum(Op.Real(y * Op.Slice<double>(values.Weights, 1, start, length)));

    private static IEnumerable<double[]> Planes(NdArray<double>? gradient, NdArray<double> like)
    {
        gradient ??= NdArray<double>.Zeros(like.Shape, complex: like.IsComplex);
        yield return gradient.ToArray();
        if (like.IsComplex)
        {
            yield return gradient.ImaginaryToArray();
        }
    }

    private static OpInput Small(params int[] sizes) => new(new Shape(sizes), true, -0.6, 0.6);

    private static void AssertEqual(double[] actual, double[] expected, string what)
    {
        double size = expected.Select(Math.Abs).DefaultIfEmpty().Max();
        Assert.That(actual, Is.EqualTo(expected).Within(Tolerance * Math.Max(1, size)), what);
    }

    private sealed class Values
    {
        internal Values(Case test)
        {
            RandomSource random = new(17);
            Timed = [.. test.Timed.Select(x => Tamed(x.Values(random)))];
            Shared = [.. test.Shared.Select(x => Tamed(x.Values(random)))];
            State = test.State.Values(random);
            Weights = OpInput.Complex(Batch, Length, 3).Values(random);

            // Rates of a modulus below 1: the imaginary parts of an OpInput go up to 1.5.
            NdArray<double> Tamed(NdArray<double> x) => !x.IsComplex
                ? x
                : NdArray<double>.From(x.ToArray(), Array.ConvertAll(x.ImaginaryToArray(), v => 0.4 * v), x.Shape);
        }

        internal NdArray<double>[] Timed { get; }

        internal NdArray<double>[] Shared { get; }

        internal NdArray<double> State { get; }

        internal NdArray<double> Weights { get; }
    }

    /// <summary>All chunks on one tape, with the gradients of everything.</summary>
    private sealed class Run
    {
        internal Run(Case test, int[] sizes, bool detach = false, bool useLast = true)
        {
            Values values = new(test);
            using Tape<double> tape = new();
            Variable<double>[] timed = Watched(values.Timed), shared = Watched(values.Shared);
            Variable<double> first = tape.Watch(new Variable<double>(values.State)), state = first;
            Variable<double>? loss = null;
            List<(int Start, Variable<double> Y)> outputs = [];
            foreach ((int start, int length) in Order(test, sizes))
            {
                (Variable<double> y, state) = test.Apply(
                    Cut(timed, start, length), shared, detach ? state.Detach() : state);
                outputs.Add((start, y));
                Variable<double> term = Weighed(y, values, start, length);
                loss = loss is null ? term : loss + term;
            }

            if (useLast)
            {
                loss = loss! + Op.Scale(Op.Sum(Op.Real(state)), 0.7);
            }

            Variable<double>[] parts = [.. outputs.OrderBy(o => o.Start).Select(o => o.Y)];
            Outputs = Both(Op.Concat<double>(1, parts).Value);
            Last = Both(state.Value);
            Gradients<double> gradients = tape.Backward(loss!);
            IEnumerable<Variable<double>> leaves = timed.Concat(shared);
            Gradients = [.. (detach ? leaves : leaves.Append(first)).SelectMany(v => Planes(gradients[v], v.Value))];

            Variable<double>[] Watched(NdArray<double>[] arrays) =>
                [.. arrays.Select(x => tape.Watch(new Variable<double>(x)))];
            static double[] Both(NdArray<double> x) => [.. x.ToArray(), .. x.ImaginaryToArray()];
        }

        internal double[] Outputs { get; }

        internal double[] Last { get; }

        internal double[][] Gradients { get; }
    }
}
