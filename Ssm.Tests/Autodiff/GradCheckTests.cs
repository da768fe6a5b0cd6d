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
}
