using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>A tape as text.</summary>
public sealed class TapeListingTests
{
    [Test]
    public void The_listing_has_a_line_for_each_op()
    {
        Tape<float> tape = new(watch: TapeWatch.Inputs);
        Variable<float> w = tape.Watch(new Variable<float>(NdArray<float>.Full([3, 2], 0.5f)));
        Variable<float> x = new(NdArray<float>.Full([4, 3], 1f));
        _ = Op.Sum(Op.Tanh(Op.MatMul(x, w)), axis: 0);
        string[] lines = tape.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[0], Is.EqualTo("Tape: 3 ops, 1 leaves, 72 bytes kept"));
        Assert.That(lines[1], Does.Match(@"^  v0 +MatMul +\(4, 2\) +32 B  ← c\d x0$"));
        Assert.That(lines[2], Does.Match(@"^  v1 +Tanh +\(4, 2\) +32 B  ← v0$"));
        Assert.That(lines[3], Does.Match(@"^  v2 +Sum +\(2\) +8 B  ← v1$"));
        tape.Dispose();
        Assert.That(tape.ToString(), Does.StartWith("Tape: 0 ops"));
    }

    [Test]
    public void Without_inputs_the_listing_leaves_them_out()
    {
        Tape<float> tape = new();
        _ = Op.Exp(tape.Watch(new Variable<float>(NdArray<float>.Full([2], 0.5f))));
        Assert.That(tape.ToString(), Does.Contain("Exp").And.Not.Contain("←"));
        Assert.That(() => tape.ToMermaid(), Throws.InvalidOperationException.With.Message.Contains("TapeWatch.Inputs"));
    }

    [Test]
    public void The_flow_chart_has_a_node_for_each_op_and_an_arrow_for_each_input()
    {
        Tape<float> tape = new(watch: TapeWatch.Inputs);
        Variable<float> a = tape.Watch(new Variable<float>(NdArray<float>.Full([2], 0.5f)));
        _ = Op.Exp(a) * a;
        Assert.That(tape.ToMermaid(), Is.EqualTo(
            "flowchart TD\n" +
            "    v0(\"Exp<br/>(2)\")\n" +
            "    x0[\"x0<br/>(2)\"]\n" +
            "    v1(\"Multiply<br/>(2)\")\n" +
            "    x0 --> v0\n" +
            "    v0 --> v1\n" +
            "    x0 --> v1\n"));
    }

    [Test]
    public void An_op_of_several_outputs_names_each()
    {
        Tape<double> tape = new(watch: TapeWatch.Inputs);
        Variable<double> u = tape.Watch(new Variable<double>(NdArray<double>.Full([1, 3, 2], 0.5)));
        Variable<double> a = new(NdArray<double>.Full([2, 1], 0.5));
        (_, Variable<double> last) = Op.DiagonalRecurrence(u, a, a, a, null, 1.0);
        _ = Op.Real(last);
        Assert.That(tape.ToString(), Does.Contain("DiagonalRecurrence").And.Contain("← v0.1"));
    }
}
