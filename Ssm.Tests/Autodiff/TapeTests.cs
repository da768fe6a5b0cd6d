using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

public sealed class TapeTests
{
    private static Variable<double> Leaf(params double[] values) =>
        new(NdArray<double>.From(values, [values.Length]));

    [Test]
    public void Ops_on_an_unwatched_leaf_record_nothing()
    {
        Tape<double> tape = new();
        Variable<double> y = Op.Sum(Op.Exp(Leaf(1, 2)));
        Assert.That(y.Tape, Is.Null);
        Assert.That(tape.Count, Is.Zero);
    }

    [Test]
    public void A_watched_leaf_receives_its_gradient_and_is_let_go()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(1, -2));
        Gradients<double> gradients = tape.Backward(Op.Sum(Op.Square(x)));
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 2.0, -4.0 }));
        Assert.That(x.Tape, Is.Null);
        Assert.That(Op.Square(x).Tape, Is.Null);
    }

    [Test]
    public void A_leaf_of_one_element_may_itself_be_the_loss()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(3));
        Assert.That(tape.Backward(x)[x]!.ToArray(), Is.EqualTo(new[] { 1.0 }));
    }

    [Test]
    public void Watching_a_leaf_twice_is_watching_it_once()
    {
        Tape<double> tape = new();
        Variable<double> x = Leaf(3);
        tape.Watch([x, x]);
        Assert.That(tape.Backward(Op.Sum(Op.Square(x)))[x]!.ToArray(), Is.EqualTo(new[] { 6.0 }));
    }

    [Test]
    public void Detach_stops_the_gradient_on_one_path_only()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(3));
        Variable<double> y = Op.Multiply(Op.Square(x).Detach(), x);
        Assert.That(tape.Backward(Op.Sum(y))[x]!.ToArray(), Is.EqualTo(new[] { 9.0 }));
    }

    [Test]
    public void A_leaf_that_the_loss_does_not_depend_on_has_no_gradient()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(3));
        Variable<double> unused = tape.Watch(Leaf(4));
        Assert.That(tape.Backward(Op.Sum(x))[unused], Is.Null);
    }

    [Test]
    public void An_output_that_nothing_uses_is_not_played_back()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(3));
        bool played = false;
        tape.Record(Op.Exp(x.Detach()).Value, (_, _) => played = true);
        tape.Backward(Op.Sum(x));
        Assert.That(played, Is.False);
    }

    [Test]
    public void Gradients_of_intermediate_results_are_not_kept()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(3));
        Variable<double> y = Op.Exp(x);
        Assert.That(tape.Backward(Op.Sum(y))[y], Is.Null);
    }

    [TestCase(1)]
    [TestCase(2)]
    [TestCase(3)]
    [TestCase(4)]
    public void A_leaf_that_is_used_several_times_receives_the_sum(int times)
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(1, 2, 3));
        Variable<double> y = Op.Scale(x, 2.0);
        for (int i = 1; i < times; i++)
        {
            y = Op.Add(y, Op.Scale(x, 2.0 + i));
        }

        // 2 + 3 + … + (times + 1)
        double expected = (times * (times + 3)) / 2.0;
        Assert.That(
            tape.Backward(Op.Sum(y))[x]!.ToArray(), Is.EqualTo(new[] { expected, expected, expected }));
    }

    [Test]
    public void Both_operands_may_be_the_same_leaf()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(1, 2));

        // Add hands the same array to its operand twice; three such ops reach the sum that is added to in place.
        Variable<double> y = Op.Add(Op.Add(x, x), Op.Add(x, x));
        Assert.That(tape.Backward(Op.Sum(y))[x]!.ToArray(), Is.EqualTo(new[] { 4.0, 4.0 }));
    }

    [Test]
    public void The_seed_is_not_written_to()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(1, 2));
        NdArray<double> seed = NdArray<double>.From([1.0, 10.0], [2]);
        Variable<double> y = Op.Add(Op.Add(x, x), x);
        Gradients<double> gradients = tape.Backward(y, seed);
        Assert.That(gradients[x]!.ToArray(), Is.EqualTo(new[] { 3.0, 30.0 }));
        Assert.That(seed.ToArray(), Is.EqualTo(new[] { 1.0, 10.0 }));
    }

    [Test]
    public void A_leaf_moves_to_the_tape_that_watches_it_last()
    {
        Tape<double> first = new();
        Variable<double> x = first.Watch(Leaf(3));
        Tape<double> second = new();
        second.Watch(x);
        Variable<double> y = Op.Sum(Op.Square(x));
        first.Dispose();
        Assert.That(y.Tape, Is.SameAs(second));
        Assert.That(second.Backward(y)[x]!.ToArray(), Is.EqualTo(new[] { 6.0 }));
    }

    [Test]
    public void An_op_over_two_tapes_is_an_error()
    {
        Variable<double> x = new Tape<double>().Watch(Leaf(1));
        Variable<double> y = new Tape<double>().Watch(Leaf(2));
        Assert.That(() => Op.Add(x, y), Throws.ArgumentException.With.Message.Contains("two tapes"));
    }

    [Test]
    public void A_tape_is_played_back_once()
    {
        Tape<double> tape = new();
        Variable<double> y = Op.Sum(Op.Exp(tape.Watch(Leaf(1))));
        tape.Backward(y);
        Assert.That(() => tape.Backward(y), Throws.InvalidOperationException);
        Assert.That(() => tape.Watch(Leaf(1)), Throws.InvalidOperationException);
        Assert.That(() => Op.Exp(y), Throws.InvalidOperationException);
    }

    [Test]
    public void A_disposed_tape_lets_its_leaves_go()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(1));
        Variable<double> y = Op.Exp(x);
        tape.Dispose();
        Assert.That(x.Tape, Is.Null);
        Assert.That(() => tape.Backward(y), Throws.InvalidOperationException);
    }

    [Test]
    public void A_loss_must_be_a_real_scalar_of_this_tape()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Leaf(1, 2));
        Variable<double> z = Op.Complex(Op.Sum(x), Op.Sum(x));
        Assert.That(() => tape.Backward(x), Throws.ArgumentException.With.Message.Contains("(2)"));
        Assert.That(() => tape.Backward(z), Throws.ArgumentException.With.Message.Contains("complex"));
        Assert.That(() => tape.Backward(Leaf(1)), Throws.ArgumentException.With.Message.Contains("not recorded"));
        Assert.That(() => tape.Backward(x, NdArray<double>.Zeros([3])), Throws.ArgumentException);
    }

    [Test]
    public void A_seed_weighs_the_outputs()
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(new Variable<double>(NdArray<double>.From([1.0], [2.0], [1])));

        // z = x²: the gradient of Re⟨seed, z⟩ is conj(2x)·seed = (2 − 4i)(1 + i) = 6 − 2i.
        NdArray<double> gradient = tape.Backward(Op.Square(x), NdArray<double>.From([1.0], [1.0], [1]))[x]!;
        Assert.That(gradient.ToArray()[0], Is.EqualTo(6.0).Within(1e-14));
        Assert.That(gradient.ImaginaryToArray()[0], Is.EqualTo(-2.0).Within(1e-14));
    }
}
