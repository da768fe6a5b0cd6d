using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>A tape that looks for anomalies names the first op that gave a number that is not finite.</summary>
public sealed class AnomalyTests
{
    [Test]
    public void Forward_the_op_the_place_the_line_and_the_inputs_are_named()
    {
        Tape<double> tape = new(watch: TapeWatch.Anomalies);
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1, 0, 3, -2], [2, 2])));
        Variable<double> fine = Op.Square(x);
        AnomalyException? found = Assert.Throws<AnomalyException>(() => Op.Exp(Op.Log(x) + fine));
        Assert.That(found!.Op, Is.EqualTo("Log"));
        Assert.That(found.IsBackward, Is.False);
        Assert.That(found.SourceLine, Does.Contain(nameof(AnomalyTests)));
        Assert.That(found.Message, Does.Contain("-Infinity at (0, 1)"));
        Assert.That(found.Message, Does.Contain("Input 0 is Double(2, 2) from -2 to 3"));
    }

    [Test]
    public void Backward_the_op_and_the_input_are_named()
    {
        // √0 is 0, and its slope is infinite.
        Tape<double> tape = new(watch: TapeWatch.Anomalies);
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([4, 0], [2])));
        Variable<double> loss = Op.Sum(Op.Sqrt(x));
        AnomalyException? found = Assert.Throws<AnomalyException>(() => tape.Backward(loss));
        Assert.That(found!.Op, Is.EqualTo("Sqrt"));
        Assert.That(found.IsBackward, Is.True);
        Assert.That(found.Message, Does.Contain("gave input 0 a gradient").And.Contain("Infinity at (1)"));
        Assert.That(found.SourceLine, Does.Contain(nameof(AnomalyTests)));
    }

    [Test]
    public void A_complex_output_is_looked_at_in_both_planes()
    {
        Tape<double> tape = new(watch: TapeWatch.Anomalies);
        Variable<double> z = tape.Watch(new Variable<double>(NdArray<double>.From([1, 1], [0, 1], [2])));
        NdArray<double> bad = NdArray<double>.From([1, 1], [0, double.NaN], [2]);
        AnomalyException? found = Assert.Throws<AnomalyException>(() => Op.Multiply(z, new Variable<double>(bad)));
        Assert.That(
            found!.Message, Does.Contain("in the imaginary part").And.Contain("Input 1 is complex Double(2) with"));
    }

    [Test]
    public void A_seed_that_is_not_finite_is_named()
    {
        Tape<double> tape = new(watch: TapeWatch.Anomalies);
        Variable<double> y = Op.Square(tape.Watch(new Variable<double>(NdArray<double>.From([1], [1]))));
        AnomalyException? found =
            Assert.Throws<AnomalyException>(() => tape.Backward(y, NdArray<double>.From([double.NaN], [1])));
        Assert.That(found!.Message, Does.Contain("the seed"));
    }

    [Test]
    public void A_tape_that_does_not_look_lets_them_pass()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([0], [1])));
        Assert.That(tape.Backward(Op.Sum(Op.Log(x)))[x]!.Item(), Is.EqualTo(double.PositiveInfinity));
    }
}
