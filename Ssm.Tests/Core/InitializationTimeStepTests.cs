using Ssm.Core.Initialization;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class InitializationTimeStepTests
{
    [TestCase(1e-3, 0.1)]
    [TestCase(1e-6, 10)]
    public void Logarithms_of_the_steps_are_uniform(double smallest, double largest)
    {
        double[] steps = TimeStepInitialization.LogUniform(20_000, smallest, largest, new RandomSource(31));
        double low = Math.Log(smallest), high = Math.Log(largest);
        Assert.That(steps, Is.All.InRange(smallest, largest));
        Assert.That(
            HippoGolden.KolmogorovSmirnov(steps, x => (Math.Log(x) - low) / (high - low)), Is.LessThan(2.23));
    }

    [Test]
    public void Both_stored_forms_stand_for_the_same_steps()
    {
        double[] steps = TimeStepInitialization.LogUniform(1000, 1e-4, 50, new RandomSource(32));
        double[] logarithms = TimeStepInitialization.LogUniformLogarithms(1000, 1e-4, 50, new RandomSource(32));
        double[] inverses = TimeStepInitialization.LogUniformInverseSoftplus(1000, 1e-4, 50, new RandomSource(32));
        for (int i = 0; i < steps.Length; i++)
        {
            Assert.That(Math.Exp(logarithms[i]), Is.EqualTo(steps[i]).Within(1e-14 * steps[i]));

            // softplus, with the part that would overflow taken out. log(1 + e^s) loses what 1 + e^s rounds away.
            double softplus = Math.Max(inverses[i], 0) + Math.Log(1 + Math.Exp(-Math.Abs(inverses[i])));
            Assert.That(softplus, Is.EqualTo(steps[i]).Within(1e-15 + (1e-14 * steps[i])));
        }
    }

    [TestCase(0.001, -6.9072552373154705)]
    [TestCase(0.1, -2.2521684610440906)]
    [TestCase(1e-300, -690.7755278982137)]
    [TestCase(39.999, 39.999)]
    [TestCase(40.001, 40.001)]
    [TestCase(1e300, 1e300)]
    public void The_inverse_softplus_has_the_known_values(double y, double expected) => Assert.That(
        TimeStepInitialization.InverseSoftplus(y), Is.EqualTo(expected).Within(1e-15 * Math.Abs(expected)));

    [Test]
    public void Equal_ends_give_a_constant_and_no_steps_an_empty_array()
    {
        Assert.That(TimeStepInitialization.LogUniform(5, 0.01, 0.01, new RandomSource(1)), Is.All.EqualTo(0.01));
        Assert.That(TimeStepInitialization.LogUniform(0, 0.01, 0.1, new RandomSource(1)), Is.Empty);
    }

    [TestCase(0, 0.1)]
    [TestCase(-1, 0.1)]
    [TestCase(double.NaN, 0.1)]
    [TestCase(0.1, double.PositiveInfinity)]
    [TestCase(0.2, 0.1)]
    public void Ends_that_are_no_steps_are_refused(double smallest, double largest) => Assert.That(
        () => TimeStepInitialization.LogUniform(4, smallest, largest, new RandomSource(1)),
        Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.StartsWith("TimeStepInitialization: "));

    [Test]
    public void A_negative_count_and_a_softplus_that_is_not_positive_are_refused()
    {
        Assert.That(
            () => TimeStepInitialization.LogUniform(-1, 0.1, 0.2, new RandomSource(1)),
            Throws.TypeOf<ArgumentOutOfRangeException>());
        Assert.That(
            () => TimeStepInitialization.InverseSoftplus(0),
            Throws.TypeOf<ArgumentOutOfRangeException>().With.Message.Contains("'y' is 0"));
    }
}
