using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;
using Ssm.Perf.Equivalence;
using Ssm.Tests.Core;

namespace Ssm.Tests.Devices;

/// <summary>
/// Every model on a device whose memory the host cannot see: outputs, gradients and steps of the optimiser have the
/// bits of the CPU, so nothing that a model needs lies on another device.
/// </summary>
[Category("Device")]
public sealed class FarModelTests
{
    private const int Batch = 2;
    private const int Length = 21;

    private static readonly CpuBackend<double> Cpu = new(1);

    private static IEnumerable<TestCaseData> Layers() =>
        SequenceLayerZoo.Causal().Concat(SequenceLayerZoo.Bidirectional())
            .Select(layer => new TestCaseData(layer).SetArgDisplayNames(layer.Name));

    private static IEnumerable<TestCaseData> CausalLayers() =>
        SequenceLayerZoo.Causal().Select(layer => new TestCaseData(layer).SetArgDisplayNames(layer.Name));

    private static IEnumerable<TestCaseData> EquivalenceNames() =>
        EquivalenceModels.All.Select(model => new TestCaseData(model).SetArgDisplayNames(model.Name));

    [TestCaseSource(nameof(Layers))]
    public void A_layer_trains_with_the_bits_of_the_cpu(object entry)
    {
        SequenceLayerZoo.Entry layer = (SequenceLayerZoo.Entry)entry;
        Assert.That(Run(new FarBackend<double>()), Is.EqualTo(Run(Cpu)));

        List<double[]> Run(IBackend<double> backend)
        {
            SequenceLayer<double> made = layer.Create(new RandomSource(7), backend);
            Variable<double> u = DeviceStep.Normal([Batch, Length, layer.Channels], 8, backend);
            return DeviceStep.Run(made, () => made.Forward(u, new TrainingPass(new RandomSource(9))), [u]);
        }
    }

    [TestCaseSource(nameof(EquivalenceNames))]
    public void A_model_trains_in_float_with_the_bits_of_the_cpu(object entry)
    {
        EquivalenceModel model = (EquivalenceModel)entry;
        Assert.That(Run(new FarBackend<float>()), Is.EqualTo(Run(new CpuBackend<float>(1))));

        List<float[]> Run(IBackend<float> backend)
        {
            SequenceLayer<float> made = model.Create(new RandomSource(7), backend);
            Variable<float> u = DeviceStep.Normal([Batch, Length, model.Channels], 8, backend);
            return DeviceStep.Run(made, () => made.Forward(u), [u]);
        }
    }

    [TestCaseSource(nameof(CausalLayers))]
    public void Chunks_packed_rows_and_single_steps_have_the_bits_of_the_cpu(object entry)
    {
        SequenceLayerZoo.Entry layer = (SequenceLayerZoo.Entry)entry;
        Assert.That(Run(new FarBackend<double>()), Is.EqualTo(Run(Cpu)));

        List<double[]> Run(IBackend<double> backend)
        {
            SequenceLayer<double> made = layer.Create(new RandomSource(7), backend);
            Variable<double> u = DeviceStep.Normal([Batch, Length, layer.Channels], 8, backend);
            Variable<double> start = made.ZeroState(Batch, backend);
            (Variable<double> y, Variable<double> state) = made.Forward(u, start);
            (Variable<double> next, state) = made.Forward(u, state);
            Segments padded = Segments.FromLengths([Length, 9], Length);
            int[] ids = [.. Enumerable.Range(0, Batch * Length).Select(i => i / 8)];
            Segments packed = Segments.FromIds(ids, Batch, Length);
            List<double[]> numbers =
            [
                .. new[] { y, next, state, made.Forward(u, padded), made.Forward(u, packed) }
                    .Select(array => array.Value.ToArray()),
            ];
            (Variable<double> rows, Variable<double> after) = made.Forward(u, state, packed);
            numbers.AddRange([rows.Value.ToArray(), after.Value.ToArray()]);
            var stepper = made.CreateStepper();
            double[] states = new double[stepper.StateSize], output = new double[stepper.OutputSize];
            double[] inputs = u.Value.ToArray();
            for (int t = 0; t < 3; t++)
            {
                stepper.Step(inputs.AsSpan(t * layer.Channels, layer.Channels), states, output);
                numbers.Add([.. output]);
            }

            return numbers;
        }
    }

    [TestCaseSource(nameof(LanguageModels))]
    public void A_language_model_trains_with_the_bits_of_the_cpu(object make)
    {
        var create = (Func<IBackend<double>, LanguageModel<double>>)make;
        Assert.That(Run(new FarBackend<double>()), Is.EqualTo(Run(Cpu)));

        List<double[]> Run(IBackend<double> backend)
        {
            LanguageModel<double> model = create(backend);
            int[] tokens = [.. Enumerable.Range(0, 24).Select(i => i * i % model.Vocabulary)];
            Segments packed = Segments.FromIds([.. tokens.Select((_, i) => i / 5)], 2, 12);
            List<double[]> numbers = DeviceStep.Run(model, () =>
            {
                Indices batch = new(tokens, [2, 12]);
                return model.Loss(batch) + model.Loss(batch, packed);
            });
            numbers.Add([.. model.Greedy(tokens.AsSpan(0, 3), 4).Select(token => (double)token)]);
            return numbers;
        }
    }

    private static IEnumerable<TestCaseData> LanguageModels()
    {
        MambaModelOptions mamba = new()
        {
            Vocabulary = 11,
            Channels = 6,
            Layers = 2,
            Mixer = new MambaOptions { Layer = new S6Options { StateSize = 4 } },
        };
        yield return Case("Mamba", on => MambaModel.Create<double>(mamba, new RandomSource(1), on));
        yield return Case("Mamba-2", on => MambaModel.Create<double>(
            mamba with { Mixer2 = new Mamba2Options { HeadChannels = 4, StateSize = 3, Chunk = 4 } },
            new RandomSource(1), on));
        GriffinOptions griffin = new()
        {
            Vocabulary = 11,
            Width = 8,
            MlpWidth = 6,
            Heads = 2,
            Window = 4,
            Blocks = GriffinOptions.Griffin(3),
        };
        yield return Case("Griffin", on => GriffinModel.Create<double>(griffin, new RandomSource(1), on));

        static TestCaseData Case(string name, Func<IBackend<double>, LanguageModel<double>> make) =>
            new TestCaseData(make).SetArgDisplayNames(name);
    }
}
