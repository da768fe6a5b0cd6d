using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>The judge itself: it passes what is right and catches what is wrong.</summary>
public sealed class GradCheckTests
{
    private static readonly NdArray<double>[] Input = [NdArray<double>.From([0.5, -0.25, 1.5], [0.25, 1.0, -0.5], [3])];

    [Test]
    public void A_right_pullback_passes() =>
        Assert.That(GradCheck.Run(x => Op.Square(x[0]), Input)[0].RelativeError, Is.LessThan(1e-9));

    [Test]
    public void A_missing_conjugate_is_caught() =>
        Assert.That(Wrong((x, dy) => NdMath.Scale(NdMath.Multiply(x, dy), 2.0)), Is.GreaterThan(1e-3));

    [Test]
    public void A_factor_that_is_one_part_in_a_million_off_is_caught() =>
        Assert.That(Wrong((x, dy) => NdMath.Scale(NdMath.MultiplyConjugate(x, dy), 2.000002)), Is.GreaterThan(1e-7));

    [Test]
    public void A_missing_gradient_is_caught() =>
        Assert.That(
            GradCheck.Run(x => Op.Square(x[0].Detach()), Input)[0].RelativeError, Is.GreaterThan(1e-3));

    private static double Wrong(Func<NdArray<double>, NdArray<double>, NdArray<double>> pullback) => GradCheck.Run(
        x =>
        {
            NdArray<double> y = Op.Square(x[0].Detach()).Value;
            return x[0].Tape is { } tape
                ? tape.Record(y, (dy, gradients) => gradients.Add(x[0], pullback(x[0].Value, dy)))
                : new Variable<double>(y);
        },
        Input)[0].RelativeError;

    [Test]
    public void The_whole_Jacobian_says_which_entry_is_wrong()
    {
        NdArray<double> x = NdArray<double>.From([0.5, 1.5, -0.5], [3]);
        NdArray<double> z = NdArray<double>.From([0.3, 0.2, 1.1], [1.0, -0.4, 0.6], [3]);
        IReadOnlyList<GradCheckEntry> right = GradCheck.Jacobian(v => Op.Exp(v[0] * v[1]), [x, z]);
        Assert.That(right, Has.Count.EqualTo(9 * 6));
        Assert.That(right[0].Error, Is.LessThan(1e-9));

        // The slope of the middle number alone is halved.
        IReadOnlyList<GradCheckEntry> wrong = GradCheck.Jacobian(
            v => Wrong(v[0], dy => Times(dy, NdArray<double>.From([1, 0.5, 1], [3]))), [x]);
        Assert.That(wrong[0].From, Is.EqualTo("(1)"));
        Assert.That(wrong[0].To, Is.EqualTo("(1)"));
        Assert.That(wrong[0].ByDifference, Is.EqualTo(3.0).Within(1e-9));
        Assert.That(wrong[0].ByPullback, Is.EqualTo(1.5).Within(1e-12));
        Assert.That(wrong[1].Error, Is.LessThan(1e-9));
    }

    [Test]
    public void A_Jacobian_that_is_too_large_is_refused()
    {
        NdArray<double> x = NdArray<double>.Zeros([2000]);
        Assert.That(
            () => GradCheck.Jacobian(v => Op.Exp(v[0]), [x]), Throws.ArgumentException.With.Message.Contains("or Run"));
    }

    [Test]
    public void The_op_with_the_wrong_pullback_is_named()
    {
        NdArray<double> x = NdArray<double>.From([0.5, 1.5, -0.5], [3]);
        Variable<double> Function(Variable<double> v, bool isWrong)
        {
            Variable<double> a = Op.Sin(v);
            Variable<double> b = isWrong
                ? Wrong(a, dy => Times(dy, NdArray<double>.From([1, 1, -1], [3])))
                : Op.Square(a);
            return Op.Exp(b) * Op.Cos(v);
        }

        Assert.That(GradCheck.Blame(v => Function(v[0], isWrong: false), [x]), Is.Null);
        GradCheckBlame? blame = GradCheck.Blame(v => Function(v[0], isWrong: true), [x]);
        Assert.That(blame!.Op, Is.EqualTo("Squared"));
        Assert.That(blame.Input, Is.EqualTo("v0"));
        Assert.That(Math.Abs(blame.ByDifference - blame.ByPullback), Is.GreaterThan(1e-3));
    }

    // x² with a pullback to which something is done.
    private static Variable<double> Wrong(Variable<double> x, Func<NdArray<double>, NdArray<double>> mistake)
    {
        NdArray<double> y = Op.Square(x.Detach()).Value;
        return x.Tape is { } tape
            ? tape.Record(y, Pullback, [x], "Squared")
            : new Variable<double>(y);

        void Pullback(NdArray<double> dy, Gradients<double> gradients) =>
            gradients.Add(x, mistake(Times(dy, Op.Scale(x.Detach(), 2.0).Value)));
    }

    private static NdArray<double> Times(NdArray<double> a, NdArray<double> b) =>
        Op.Multiply(new Variable<double>(a), new Variable<double>(b)).Value;
}
