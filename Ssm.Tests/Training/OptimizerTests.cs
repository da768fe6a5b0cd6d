using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Training;

namespace Ssm.Tests.Training;

/// <summary>What the optimisers do beside their kernels: groups, factors, memory, errors.</summary>
public sealed class OptimizerTests
{
    [Test]
    public void AdamW_follows_the_scalar_formula()
    {
        const double Rate = 0.1, Decay = 0.2, Beta1 = 0.8, Beta2 = 0.9, Epsilon = 1e-3;
        Parameter<double> parameter = One(2);
        AdamW<double> optimizer = new([Flat.Group(Rate, Decay, parameter)], Beta1, Beta2, Epsilon);
        double p = 2, m = 0, v = 0;
        for (int k = 1; k <= 4; k++)
        {
            double g = Math.Sin(k), scale = 1.0 / k;
            optimizer.Step(Flat.Gradients((parameter, Number(g))), scale);
            m = (Beta1 * m) + ((1 - Beta1) * g);
            v = (Beta2 * v) + ((1 - Beta2) * g * g);
            double mHat = m / (1 - Math.Pow(Beta1, k)), vHat = v / (1 - Math.Pow(Beta2, k));
            p = p - (Rate * scale * mHat / (Math.Sqrt(vHat) + Epsilon)) - (Rate * scale * Decay * p);
            Assert.That(parameter.Variable.Value.Item(), Is.EqualTo(p).Within(1e-13), $"step {k}");
        }
    }

    [Test]
    public void Complex_parameters_are_two_real_ones()
    {
        Parameter<float> z = Flat.Parameter("z", NdArray<float>.From([1f, 2f], [3f, -4f], [2]));
        Parameter<float> x = Flat.Parameter("x", NdArray<float>.From([1f, 2f], [2]));
        Parameter<float> y = Flat.Parameter("y", NdArray<float>.From([3f, -4f], [2]));
        AdamW<float> together = new([Flat.Group(0.1, 0.1, z)]), apart = new([Flat.Group(0.1, 0.1, x, y)]);
        for (int k = 0; k < 3; k++)
        {
            float[] re = [0.5f + k, -1], im = [2, 0.25f * k];
            together.Step(Flat.Gradients((z, NdArray<float>.From(re, im, [2]))));
            apart.Step(Flat.Gradients((x, NdArray<float>.From(re, [2])), (y, NdArray<float>.From(im, [2]))));
        }

        Assert.That(z.Variable.Value.ToArray(), Is.EqualTo(x.Variable.Value.ToArray()));
        Assert.That(z.Variable.Value.ImaginaryToArray(), Is.EqualTo(y.Variable.Value.ToArray()));
    }

    [Test]
    public void A_parameter_without_a_gradient_is_left_alone_and_does_not_count_the_step()
    {
        Parameter<double> often = One(1), seldom = One(1), fresh = One(1);
        AdamW<double> optimizer = new([Flat.Group(0.1, 0.5, often, seldom)]);
        AdamW<double> other = new([Flat.Group(0.1, 0.5, fresh)]);
        optimizer.Step(Flat.Gradients((often, Number(1))));
        Assert.That(seldom.Variable.Value.Item(), Is.EqualTo(1));
        Assert.That(optimizer.Memory(seldom.Variable, "exp_avg").Item(), Is.Zero);

        optimizer.Step(Flat.Gradients((often, Number(1)), (seldom, Number(3))));
        other.Step(Flat.Gradients((fresh, Number(3))));
        Assert.That(seldom.Variable.Value.Item(), Is.EqualTo(fresh.Variable.Value.Item()));
    }

    [Test]
    public void Scaling_gradients_is_the_same_as_scaled_gradients_and_changes_none()
    {
        Parameter<double> a = One(1), b = One(1), c = One(1);
        NdArray<double> shared = Number(3);
        Sgd<double> optimizer = new([Flat.Group(0.1, 0, a, b)]), other = new([Flat.Group(0.1, 0, c)]);
        optimizer.Step(Flat.Gradients((a, shared), (b, shared)), gradientScale: 0.5);
        other.Step(Flat.Gradients((c, Number(1.5))));
        Assert.That(shared.Item(), Is.EqualTo(3));
        Assert.That(a.Variable.Value.Item(), Is.EqualTo(c.Variable.Value.Item()));
        Assert.That(b.Variable.Value.Item(), Is.EqualTo(c.Variable.Value.Item()));
    }

    [Test]
    public void The_joint_norm_is_over_all_planes_and_clipping_never_scales_up()
    {
        Parameter<double> z = Flat.Parameter("z", NdArray<double>.Zeros([1], complex: true)), x = One(0), none = One(0);
        Gradients<double> gradients = Flat.Gradients((z, NdArray<double>.From([2.0], [3.0], [1])), (x, Number(6)));
        Assert.That(GradientNorm.Of(gradients, [z.Variable, x.Variable, none.Variable]), Is.EqualTo(7));
        Assert.That(GradientNorm.ClipFactor(7, 1), Is.EqualTo(1 / (7 + 1e-6)));
        Assert.That(GradientNorm.ClipFactor(0.5, 1), Is.EqualTo(1));
        Assert.That(GradientNorm.ClipFactor(0, 1), Is.EqualTo(1));
    }

    [Test]
    public void Groups_follow_the_kinds_of_parameters()
    {
        ToyModel<float> model = new(seed: 1);
        IReadOnlyList<ParameterGroup<float>> groups = OptimizerGroups.ForStateSpaceModels(model, 0.01, 0.001, 0.05);
        Assert.That(
            groups.Select(g => (g.LearningRate, g.WeightDecay, string.Join(" ", g.Members.Select(p => p.Name)))),
            Is.EqualTo(new[]
            {
                (0.01, 0.05, "encoder.weight decoder.weight"),
                (0.01, 0.0, "encoder.bias norm.weight norm.bias decoder.bias"),
                (0.001, 0.0, "gate"),
            }));
    }

    [TestCase(-0.1)]
    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_rate_that_is_no_rate_is_refused(double rate)
    {
        Parameter<double> parameter = One(1);
        Assert.That(() => Flat.Group(rate, 0, parameter), Refused("'learningRate' is"));
        Assert.That(() => Flat.Group(0, rate, parameter), Refused("'weightDecay' is"));
        Sgd<double> optimizer = new([Flat.Group(0.1, 0, parameter)]);
        Gradients<double> gradients = Flat.Gradients((parameter, Number(1)));
        Assert.That(() => optimizer.Step(gradients, rate), Refused("'scale' is"));
        Assert.That(() => optimizer.Step(gradients, 1, rate), Refused("'gradientScale' is"));
        Assert.That(parameter.Variable.Value.Item(), Is.EqualTo(1));
    }

    [TestCase(-0.1)]
    [TestCase(1.0)]
    [TestCase(double.NaN)]
    public void An_average_that_forgets_nothing_or_everything_twice_is_refused(double beta)
    {
        ParameterGroup<double>[] groups = [Flat.Group(0.1, 0, One(1))];
        Assert.That(() => new AdamW<double>(groups, beta1: beta), Refused("AdamW: 'beta1' is"));
        Assert.That(() => new Adam<double>(groups, beta2: beta), Refused("Adam: 'beta2' is"));
        Assert.That(() => new Sgd<double>(groups, momentum: beta), Refused("Sgd: 'momentum' is"));
    }

    [Test]
    public void Contradictions_are_refused()
    {
        Parameter<double> parameter = One(1);
        ParameterGroup<double> group = Flat.Group(0.1, 0, parameter);
        Assert.That(
            () => new Sgd<double>([group], nesterov: true),
            Throws.ArgumentException.With.Message.Contains("'momentum' is 0"));
        Assert.That(
            () => new Sgd<double>([group, group]), Throws.ArgumentException.With.Message.Contains("one group only"));
        Assert.That(
            () => new Adam<double>([group]).Memory(parameter.Variable, "momentum"),
            Throws.ArgumentException.With.Message.Contains("exp_avg, exp_avg_sq"));
        Assert.That(() => GradientNorm.ClipFactor(double.NaN, 1), Refused("'norm' is NaN"));
        Assert.That(() => GradientNorm.ClipFactor(1, 0), Refused("'greatest' is 0"));
    }

    private static NUnit.Framework.Constraints.IResolveConstraint Refused(string text) =>
        Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(text);

    private static Parameter<double> One(double value) => Flat.Parameter("p", Number(value));

    private static NdArray<double> Number(double value) => NdArray<double>.From([value], [1]);
}
