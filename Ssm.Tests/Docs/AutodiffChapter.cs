using System.Text;
using System.Text.RegularExpressions;
using Ssm.Autodiff;

namespace Ssm.Tests.Docs;

/// <summary>The examples of docs/autodiff.md, run.</summary>
/// <remarks>All numbers are exact in binary unless a tolerance says otherwise.</remarks>
public sealed partial class AutodiffChapter
{
    /// <summary>What the chapter shows as printed, by the name that it gives.</summary>
    internal static IReadOnlyDictionary<string, Func<string>> Printed { get; } = new Dictionary<string, Func<string>>
    {
        [nameof(Listing)] = Listing,
        [nameof(FlowChart)] = FlowChart,
        [nameof(Plan)] = Plan,
        [nameof(Anomaly)] = Anomaly,
    };

    [Test]
    public void A_tape_records_and_is_played_back()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1, 2, 3], [3])));
        Variable<double> loss = Op.Sum((x * x) + x, axis: 0);
        Gradients<double> gradients = tape.Backward(loss);

        Assert.That(loss.Value.Item(), Is.EqualTo(20.0));
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 3.0, 5.0, 7.0 }));      // 2x + 1
        Assert.That(x.Tape, Is.Null);
    }

    [Test]
    public void What_was_repeated_receives_the_sum()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.Zeros([3, 2])));
        Variable<double> bias = tape.Watch(new Variable<double>(NdArray<double>.Zeros([2])));
        Gradients<double> gradients = tape.Backward(x + bias, NdArray<double>.From([1, 2, 3, 4, 5, 6], [3, 2]));
        Assert.That(gradients[bias]!.ToArray(), Is.EqualTo(new[] { 9.0, 12.0 }));       // 1 + 3 + 5, 2 + 4 + 6
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 1.0, 2, 3, 4, 5, 6 }));
    }

    [Test]
    public void A_complex_gradient_points_uphill()
    {
        Tape<double> tape = new();
        Variable<double> z = tape.Watch(new Variable<double>(NdArray<double>.From([1], [2], [1])));     // 1 + 2i
        Variable<double> loss = Op.AbsSquared(Op.Square(z));                                            // |z²|²
        NdArray<double> gradient = tape.Backward(loss)[z]!;

        Assert.That(gradient.ToArray(), Is.EqualTo(new[] { 20.0 }));
        Assert.That(gradient.ImaginaryToArray(), Is.EqualTo(new[] { 40.0 }));
    }

    [Test]
    public void A_real_operand_receives_the_real_part()
    {
        Tape<double> tape = new();
        Variable<double> r = tape.Watch(new Variable<double>(NdArray<double>.From([3], [1])));
        Variable<double> z = tape.Watch(new Variable<double>(NdArray<double>.From([1], [2], [1])));
        Gradients<double> gradients = tape.Backward(Op.Real(r * z));
        Assert.That(gradients[r]!.IsComplex, Is.False);
        Assert.That(gradients[r]!.Item(), Is.EqualTo(1.0));
        Assert.That(gradients[z]!.ToArray(), Is.EqualTo(new[] { 3.0 }));
        Assert.That(gradients[z]!.ImaginaryToArray(), Is.EqualTo(new[] { 0.0 }));
    }

    [Test]
    public void The_adjoint_of_a_product_is_two_products()
    {
        Tape<double> tape = new();
        Variable<double> a = tape.Watch(new Variable<double>(NdArray<double>.From([1, 2, 3, 4], [2, 2])));
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1, -1], [2, 1])));
        Gradients<double> gradients = tape.Backward(Op.MatMul(a, x), NdArray<double>.From([1, 10], [2, 1]));
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 31.0, 42.0 }));                 // aᵀ·ȳ
        Assert.That(gradients[a]!.ToArray(), Is.EqualTo(new[] { 1.0, -1.0, 10.0, -10.0 }));     // ȳ·xᵀ
    }

    [Test]
    public void The_adjoint_of_a_scan_is_the_scan_reversed()
    {
        Tape<double> tape = new();
        Variable<double> a = tape.Watch(new Variable<double>(NdArray<double>.From([0.5, 2, -1], [1, 3, 1])));
        Variable<double> b = tape.Watch(new Variable<double>(NdArray<double>.From([1, 0, 3], [1, 3, 1])));
        Variable<double> start = tape.Watch(new Variable<double>(NdArray<double>.From([2], [1, 1])));
        Variable<double> h = Op.DiagonalScan(a, b, start);
        Gradients<double> gradients = tape.Backward(h, NdArray<double>.From([1, 10, 100], [1, 3, 1]));
        Assert.That(h.Value.ToArray(), Is.EqualTo(new[] { 2.0, 4, -1 }));
        Assert.That(gradients[b]!.ToArray(), Is.EqualTo(new[] { -179.0, -90, 100 }));           // λ
        Assert.That(gradients[a]!.ToArray(), Is.EqualTo(new[] { -358.0, -180, 400 }));          // h[t−1] λ[t]
        Assert.That(gradients[start]!.ToArray(), Is.EqualTo(new[] { -89.5 }));                  // a[0] λ[0]
    }

    [Test]
    public void A_loop_of_steps_shares_its_memory()
    {
        TapeMemory<double> memory = new();
        Variable<double> x = new(NdArray<double>.Full([1000], 0.5));
        long idle = 0;
        for (int step = 0; step < 10; step++)
        {
            using Tape<double> tape = new(memory);
            tape.Watch(x);
            tape.Backward(Op.Sum(Op.Tanh(Op.Sin(x))));
            idle = step == 0 ? memory.IdleBytes : idle;
            Assert.That(memory.IdleBytes, Is.EqualTo(idle));
        }
    }

    [Test]
    public void What_is_wanted_after_the_pass_is_read_before_it()
    {
        Tape<double> tape = new(new TapeMemory<double>());
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1, 2], [2])));
        Variable<double> y = Op.Square(x);
        Variable<double> z = Op.Exp(y);
        NdArray<double> kept = y.Value;
        tape.Backward(Op.Sum(z));
        Assert.That(kept.ToArray(), Is.EqualTo(new[] { 1.0, 4.0 }));
        Assert.That(() => z.Value, Throws.InvalidOperationException);
    }

    [Test]
    public void Recomputing_changes_the_peak_and_no_bit()
    {
        Variable<double> x = new(NdArray<double>.Full([1000], 0.5));
        (double[] kept, long all) = Chain(x, block => Block(block));
        (double[] again, long less) = Chain(x, block => Recompute.Run(Block, block));
        Assert.That(again, Is.EqualTo(kept));
        Assert.That(less, Is.LessThan(all));
    }

    private static Variable<double> Block(Variable<double> x) => Op.Tanh(Op.Sin(Op.Sigmoid(Op.Cos(x))));

    private static (double[] Gradient, long Peak) Chain(
        Variable<double> x, Func<Variable<double>, Variable<double>> block)
    {
        using Tape<double> tape = new();
        tape.Watch(x);
        Variable<double> loss = Op.Sum(block(block(block(block(x)))));
        return (tape.Backward(loss)[x]!.ToArray(), tape.PeakBytes);
    }

    private static string Plan()
    {
        BlockCost cost = BlockCost.Measure<double>(Block, NdArray<double>.Full([1000], 0.5), []);
        BlockCost[] blocks = [cost, cost, cost, cost];
        StringBuilder text = new();
        foreach (long budget in (long[])[150_000, 120_000, 80_000, 40_000])
        {
            RecomputePlan plan = RecomputePlan.Choose(blocks, budget);
            text.AppendLine(plan.ToString());
        }

        return text.ToString();
    }

    [Test]
    public void An_op_of_ones_own_is_checked()
    {
        NdArray<double> x = NdArray<double>.From([-1, -0.5, 0.25, 3], [4]);
        Assert.That(GradCheck.Run(v => Softsign(v[0]), [x])[0].RelativeError, Is.LessThan(1e-9));
    }

    // x / (1 + |x|)
    private static Variable<double> Softsign(Variable<double> x)
    {
        Variable<double> constant = x.Detach();
        NdArray<double> y = (constant / Op.AddConstant(Op.Abs(constant), 1.0)).Value;
        return x.Tape is { } tape ? Record(tape, x, y) : new Variable<double>(y);

        static Variable<double> Record(Tape<double> tape, Variable<double> x, NdArray<double> y)
        {
            return tape.Record(y, SoftsignPullback, [x]);

            // The slope is (1 − |y|)².
            void SoftsignPullback(NdArray<double> dy, Gradients<double> gradients)
            {
                Variable<double> slope = Op.Square(Op.AddConstant(Op.Negate(Op.Abs<double>(y)), 1.0));
                gradients.Add(x, (slope * dy).Value);
            }
        }
    }

    [Test]
    public void A_wrong_pullback_is_found_and_named()
    {
        NdArray<double> x = NdArray<double>.From([-1, -0.5, 0.25, 3], [4]);
        Assert.That(GradCheck.Run(v => Forgetful(v[0]), [x])[0].RelativeError, Is.GreaterThan(1e-2));

        GradCheckEntry worst = GradCheck.Jacobian(v => Forgetful(v[0]), [x])[0];
        Assert.That((worst.From, worst.To), Is.EqualTo(("(0)", "(0)")));
        Assert.That(worst.ByDifference, Is.EqualTo(0.25).Within(1e-9));                 // (1 − 1/2)²
        Assert.That(worst.ByPullback, Is.EqualTo(0.5));                                 // not squared

        GradCheckBlame? blame = GradCheck.Blame(v => Op.Exp(Forgetful(Op.Sin(v[0]))), [x]);
        Assert.That(blame!.Op, Is.EqualTo(nameof(Forgetful)));
        Assert.That(blame.Input, Is.EqualTo("v0"));
    }

    // Softsign, with a pullback that forgets to square.
    private static Variable<double> Forgetful(Variable<double> x)
    {
        NdArray<double> y = Softsign(x.Detach()).Value;
        return x.Tape is { } tape ? Record(tape, x, y) : new Variable<double>(y);

        static Variable<double> Record(Tape<double> tape, Variable<double> x, NdArray<double> y)
        {
            return tape.Record(y, ForgetfulPullback, [x], nameof(Forgetful));

            void ForgetfulPullback(NdArray<double> dy, Gradients<double> gradients) =>
                gradients.Add(x, (Op.AddConstant(Op.Negate(Op.Abs<double>(y)), 1.0) * dy).Value);
        }
    }

    private static string Listing()
    {
        using Tape<double> tape = new(watch: TapeWatch.Inputs);
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1, 2, 3], [3])));
        _ = Op.Sum((x * x) + x, axis: 0);
        return tape.ToString();
    }

    private static string FlowChart()
    {
        using Tape<double> tape = new(watch: TapeWatch.Inputs);
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1, 2, 3], [3])));
        _ = Op.Sum((x * x) + x, axis: 0);
        return tape.ToMermaid();
    }

    private static string Anomaly()
    {
        using Tape<double> tape = new(watch: TapeWatch.Anomalies);
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([4, 0], [2])));
        Variable<double> loss = Op.Sum(Op.Sqrt(x));
        try
        {
            tape.Backward(loss);
            return "";
        }
        catch (AnomalyException found)
        {
            return Wrapped(found.Message);
        }
    }

    // A sentence a line, and without the file and line, which only a build with symbols knows.
    private static string Wrapped(string message) =>
        SourceLine().Replace(message, "").Replace(". ", ".\n", StringComparison.Ordinal);

    [GeneratedRegex(@" in \S+:\d+")]
    private static partial Regex SourceLine();

    [Test]
    public void A_state_carries_gradients_through_chunks()
    {
        Variable<double> a = new(NdArray<double>.From([0.5], [1]));
        using Tape<double> tape = new();
        tape.Watch(a);
        (Variable<double> first, Variable<double> state) = Op.DiagonalScanWithState(a, Ones(2));
        (Variable<double> second, _) = Op.DiagonalScanWithState(a, Ones(2), state);
        Gradients<double> gradients = tape.Backward(Op.Sum(first) + Op.Sum(second));
        Assert.That(gradients[a]!.Item(), Is.EqualTo(5.75));        // as for one scan of four steps
    }

    [Test]
    public void A_detached_state_carries_none()
    {
        Variable<double> a = new(NdArray<double>.From([0.5], [1]));
        Variable<double> state = new(NdArray<double>.Zeros([1, 1]));
        Gradients<double> sum = new();
        TapeMemory<double> memory = new();
        for (int chunk = 0; chunk < 2; chunk++)
        {
            using Tape<double> tape = new(memory);
            tape.Watch(a);
            (Variable<double> h, Variable<double> last) = Op.DiagonalScanWithState(a, Ones(2), state);
            state = last.Detach();
            tape.Backward(Op.Sum(h), into: sum);
        }

        Assert.That(sum[a]!.Item(), Is.EqualTo(5.0));
    }

    private static Variable<double> Ones(int length) => new(NdArray<double>.Full([1, length, 1], 1.0));
}
