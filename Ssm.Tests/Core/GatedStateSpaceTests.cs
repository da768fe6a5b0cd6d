using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

public sealed class GatedStateSpaceTests
{
    [TestCase(1, 1, 1)]
    [TestCase(2, 3, 1)]
    [TestCase(3, 2, 2)]
    public void It_is_the_product_of_a_gate_and_a_widened_state_space(int gate, int bottleneck, int outputs)
    {
        RandomSource random = new(1);
        GatedStateSpaceOptions options = new() { Gate = gate, Bottleneck = bottleneck, OutputChannels = outputs };
        GatedStateSpace<double> scaffold = Create(options, random);
        Variable<double> u = Normal([2, 9, 6]);
        Variable<double> x = scaffold.Reduce is null ? u : scaffold.Reduce.Forward(u);
        Variable<double> v = Op.GeluErf(scaffold.Gate.Forward(u));
        Variable<double> y = scaffold.Widen.Forward(Op.GeluErf(scaffold.Layer.Forward(x))) * v;
        Assert.Multiple(() =>
        {
            Assert.That(v.Shape, Is.EqualTo(new Shape(2, 9, 6 * gate)));
            Assert.That(x.Shape, Is.EqualTo(new Shape(2, 9, 6 / bottleneck)));
            Assert.That(
                scaffold.Forward(u).Value.ToArray(),
                Is.EqualTo(scaffold.Output.Forward(y).Value.ToArray()).Within(1e-14));
        });
    }

    [Test]
    public void Dropout_acts_while_training_alone()
    {
        GatedStateSpace<double> scaffold = Create(
            new GatedStateSpaceOptions { Dropout = 0.5, Gelu = Gelu.Tanh }, new RandomSource(2));
        Variable<double> u = Normal([2, 9, 6]);
        double[] calm = scaffold.Forward(u).Value.ToArray();
        double[] training = scaffold.Forward(u, new TrainingPass(new RandomSource(3))).Value.ToArray();
        Assert.That(training, Is.Not.EqualTo(calm));
    }

    [Test]
    public void Bad_arguments_are_named()
    {
        Refused(new GatedStateSpaceOptions { Bottleneck = 4 }, "the bottleneck is 4, expected a divisor of the 6");
        Refused(new GatedStateSpaceOptions { Bottleneck = 0 }, "the bottleneck is 0");
        Refused(new GatedStateSpaceOptions { Gate = 0 }, "options.Gate");
        Refused(new GatedStateSpaceOptions { OutputChannels = 0 }, "options.OutputChannels");
        Refused(new GatedStateSpaceOptions { Dropout = 1 }, "Dropout: the rate");

        static void Refused(GatedStateSpaceOptions options, string message)
        {
            RandomSource random = new(4);
            Lru<double> layer = new(6, new LruOptions { Modes = 2 }, random);
            Assert.That(
                () => new GatedStateSpace<double>(layer, 6, options, random),
                Throws.InstanceOf<ArgumentException>().With.Message.Contains(message));
        }
    }

    private static GatedStateSpace<double> Create(GatedStateSpaceOptions options, RandomSource random) => new(
        new S4<double>(
            6 / options.Bottleneck,
            new S4Options { Order = 4, KernelLength = 9, OutputChannels = options.OutputChannels },
            random),
        6,
        options,
        random);

    private static Variable<double> Normal(Shape shape)
    {
        double[] values = new double[shape.Count];
        Initializers.Normal<double>(values, 1, new RandomSource(5));
        return NdArray<double>.From(values, shape);
    }
}
