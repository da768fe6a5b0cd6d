using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>What difference quotients cannot see: ties, zeros, kinks, infinities.</summary>
public sealed class SpecialValueTests
{
    private static readonly double[] A = [-1, 0, 1, double.NaN, 2];

    private static readonly double[] B = [0, 0, 0, 0, double.PositiveInfinity];

    private static Variable<double> Row(params double[] values) => new(NdArray<double>.From(values, [values.Length]));

    private static (double[] Value, double[] Gradient) Run(
        Func<Variable<double>, Variable<double>> op, params double[] values)
    {
        Tape<double> tape = new();
        Variable<double> x = tape.Watch(Row(values));
        Variable<double> y = op(x);
        return (y.Value.ToArray(), tape.Backward(Op.Sum(y))[x]!.ToArray());
    }

    [Test]
    public void Comparisons_are_masks_of_zeros_and_ones()
    {
        NdArray<double> a = Row(A).Value;
        NdArray<double> b = Row(B).Value;
        Assert.That(Op.Greater(a, b).ToArray(), Is.EqualTo(new double[] { 0, 0, 1, 0, 0 }));
        Assert.That(Op.GreaterOrEqual(a, b).ToArray(), Is.EqualTo(new double[] { 0, 1, 1, 0, 0 }));
        Assert.That(Op.Less(a, b).ToArray(), Is.EqualTo(new double[] { 1, 0, 0, 0, 1 }));
        Assert.That(Op.LessOrEqual(a, b).ToArray(), Is.EqualTo(new double[] { 1, 1, 0, 0, 1 }));
        Assert.That(Op.EqualTo(a, b).ToArray(), Is.EqualTo(new double[] { 0, 1, 0, 0, 0 }));
    }

    [Test]
    public void What_is_not_chosen_may_be_NaN()
    {
        NdArray<double> mask = Row(1, 0, -3).Value;
        (double[] value, double[] gradient) = Run(
            x => Op.Where(mask, x, Row(double.NaN, 5, double.PositiveInfinity)), 1, double.NaN, 3);
        Assert.That(value, Is.EqualTo(new double[] { 1, 5, 3 }));
        Assert.That(gradient, Is.EqualTo(new double[] { 1, 0, 1 }));
    }

    [Test]
    public void Choosing_twice_keeps_an_infinite_slope_away()
    {
        (double[] value, double[] gradient) = Run(
            x =>
            {
                NdArray<double> positive = Op.Greater(x.Value, NdArray<double>.Scalar(0));
                Variable<double> one = new(NdArray<double>.Scalar(1));
                return Op.Where(positive, Op.Sqrt(Op.Where(positive, x, one)),
                    new Variable<double>(NdArray<double>.Scalar(0)));
            },
            4, 0, -1);
        Assert.That(value, Is.EqualTo(new double[] { 2, 0, 0 }));
        Assert.That(gradient, Is.EqualTo(new[] { 0.25, 0, 0 }));
    }

    [Test]
    public void Ties_share_the_gradient()
    {
        Assert.That(Run(x => Op.Max(x, 0), 3, 1, 3, 2).Gradient, Is.EqualTo(new[] { 0.5, 0, 0.5, 0 }));
        Assert.That(Run(x => Op.Min(x, 0), 1, 1, 1, 2).Gradient[..3], Is.All.EqualTo(1.0 / 3));
        Assert.That(Run(x => Op.Maximum(x, Row(1, 1)), 1, 0).Gradient, Is.EqualTo(new[] { 0.5, 0 }));
    }

    [Test]
    public void The_norm_of_zeros_has_no_gradient() =>
        Assert.That(Run(x => Op.Norm(x, 0), 0, 0), Is.EqualTo((new double[] { 0 }, new double[] { 0, 0 })));

    [Test]
    public void A_product_with_zeros_has_the_gradient_of_the_others()
    {
        Assert.That(Run(x => Op.Product(x, 0), 2, 0, 3).Gradient, Is.EqualTo(new double[] { 0, 6, 0 }));
        Assert.That(Run(x => Op.Product(x, 0), 0, 0, 3).Gradient, Is.EqualTo(new double[] { 0, 0, 0 }));

        // y = (2, 0, 0): ȳ = 1 at each, and only the zero's own factor is felt through it.
        Assert.That(Run(x => Op.CumulativeProduct(x, 0), 2, 0, 3).Gradient, Is.EqualTo(new double[] { 1, 8, 0 }));
    }

    [Test]
    public void Kinks_have_the_documented_side()
    {
        Assert.That(Run(Op.Relu, 0).Gradient[0], Is.Zero);
        Assert.That(Run(Op.Abs, 0).Gradient[0], Is.Zero);
        Assert.That(Run(x => Op.Clamp(x, -1, 1), -1, 1, 2).Gradient, Is.EqualTo(new double[] { 1, 1, 0 }));
        Assert.That(Run(x => Op.LeakyRelu(x, 0.5), 0).Gradient[0], Is.EqualTo(0.5));
        Assert.That(Run(Op.Sign, -2, 0, 3).Value, Is.EqualTo(new double[] { -1, 0, 1 }));
    }

    [Test]
    public void The_slope_of_a_root_near_zero_is_cut_where_it_is_asked_for()
    {
        // 1 − e^−x is x there, to sixteen digits: the root is 1e-10 and its slope 5e9.
        (double[] value, double[] cut) = Run(x => Op.SqrtOneMinusExp(x, 1000), 1e-20);
        Assert.That(value[0], Is.EqualTo(1e-10).Within(1e-25));
        Assert.That(cut[0], Is.EqualTo(1000));
        Assert.That(Run(x => Op.SqrtOneMinusExp(x, double.PositiveInfinity), 1e-20).Gradient[0],
            Is.EqualTo(5e9).Within(1e-5));
        Assert.That(Run(x => Op.SqrtOneMinusExp(x, 1000), 0), Is.EqualTo((new double[] { 0 }, new double[] { 1000 })));
        Assert.That(Run(x => Op.SqrtOneMinusExp(x, 1000), 2000), Is.EqualTo((new double[] { 1 }, new double[] { 0 })));
        Assert.That(() => Op.SqrtOneMinusExp(Row(1), 0), Throws.ArgumentException.With.Message.Contains("positive"));
        Assert.That(() => Op.SqrtOneMinusExp(Row(1), 1, -1), Throws.ArgumentException.With.Message.Contains("0 or"));
    }

    [Test]
    public void The_modulus_of_zero_has_no_gradient()
    {
        Tape<double> tape = new();
        Variable<double> z = tape.Watch(new Variable<double>(NdArray<double>.Zeros([2], complex: true)));
        NdArray<double> gradient = tape.Backward(Op.Sum(Op.Abs(z)))[z]!;
        Assert.That(gradient.ToArray(), Is.All.Zero);
        Assert.That(gradient.ImaginaryToArray(), Is.All.Zero);
    }

    [Test]
    public void Large_logits_do_not_overflow()
    {
        Assert.That(Run(x => Op.LogSumExp(x, 0), 1000, 1000).Value[0], Is.EqualTo(1000 + Math.Log(2)).Within(1e-12));
        Assert.That(Run(x => Op.Softmax(x), 1000, -1000).Value, Is.EqualTo(new double[] { 1, 0 }));
        (double[] loss, double[] gradient) = Run(x => Op.BinaryCrossEntropyWithLogits(x, Row(0, 1)), 800, -800);
        Assert.That(loss[0], Is.EqualTo(800));
        Assert.That(gradient, Is.EqualTo(new[] { 0.5, -0.5 }));
    }

    [Test]
    public void A_whole_power_of_zero_is_defined()
    {
        Assert.That(Run(x => Op.IntegerPower(x, 3), 0, -2), Is.EqualTo((new double[] { 0, -8 }, new double[] { 0,
            12 })));
        Assert.That(Run(x => Op.IntegerPower(x, 0), 0, -2), Is.EqualTo((new double[] { 1, 1 }, new double[] { 0, 0 })));
    }

    [Test]
    public void What_has_no_meaning_is_an_error()
    {
        Variable<double> x = Row(1, 2, 3);
        Assert.That(() => Op.Max(Row(), 0), Throws.ArgumentException);
        Assert.That(() => Op.Glu(x), Throws.ArgumentException);
        Assert.That(() => Op.Clamp(x, 1, 0), Throws.ArgumentException);
        Assert.That(() => Op.Sum(x, [0, -1]), Throws.ArgumentException);
        Assert.That(() => Op.Split(x, 0, 1, 1), Throws.ArgumentException);
        Assert.That(() => Op.Stack(0, x, Row(1)), Throws.ArgumentException);
        Assert.That(() => Op.Tile(x, 1, 2), Throws.ArgumentException);
        Assert.That(() => Op.Fft(Row()), Throws.ArgumentException);
        Assert.That(() => Op.RealFft(Op.Complex(x, x)), Throws.ArgumentException);
        Assert.That(() => Op.Inverse<double>(NdArray<double>.Zeros([2, 2])),
            Throws.ArgumentException.With.Message.Contains("singular"));
        Assert.That(() => Op.Gather(x, 0, new Indices([3], [1])), Throws.InstanceOf<ArgumentOutOfRangeException>());
        Assert.That(() => Op.CausalConv1d<double>(NdArray<double>.Zeros([1, 9, 1]), NdArray<double>.Zeros([9, 1])),
            Throws.ArgumentException);
    }
}
