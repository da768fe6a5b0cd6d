using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;
using Ssm.Perf.Bench.Workloads;

namespace Ssm.Perf.Bench.Devices;

/// <summary>A whole training step of a classifier of signals: forward, backward, AdamW.</summary>
internal sealed class DeviceTrain(string model) : DeviceWorkload(
    $"train.{model}",
    $"a training step of {model} layers: forward, backward, AdamW",
    "2xH32xL128xB4",
    TrainSizes.Example)
{
    private const int Classes = 10;

    public override IReadOnlyList<string> Passes => ["fwd+bwd"];

    public override IReadOnlyList<string> Dtypes => ["f32"];

    internal override DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
    {
        TrainSizes sizes = TrainSizes.Of(request.Size, Name);
        IBackend<T> backend = arrays.Backend;
        SequenceClassifier<T> classifier = Build(sizes, new RandomSource(request.Seed), backend);
        AdamW<T> optimizer = new(OptimizerGroups.ForStateSpaceModels(classifier, 0.004, 0.001, 0.05));
        Variable<T>[] variables = [.. classifier.Variables];
        RandomSource random = new(request.Seed, 1);
        T[] signal = new T[sizes.Batch * sizes.Length];
        foreach (ref T x in signal.AsSpan())
        {
            x = T.CreateChecked(random.NextNormal());
        }

        int[] labels = [.. Enumerable.Range(0, sizes.Batch).Select(i => i % Classes)];
        Variable<T> input = new(NdArray<T>.From(signal, [sizes.Batch, sizes.Length, 1], backend));
        Indices classes = new(labels, [sizes.Batch]);
        TapeMemory<T> memory = new();
        Gradients<T> gradients = new();
        return new DeviceJob(Step, sizes.Batch, Bytes<T>(8.0 * sizes.Layers * sizes.Activations), double.NaN);

        void Step()
        {
            using Tape<T> tape = new(memory);
            tape.Watch(variables);
            Variable<T> loss = Op.Mean(Op.CrossEntropy(classifier.Forward(input), classes));
            gradients.Clear();
            optimizer.Step(tape.Backward(loss, gradients));
        }
    }

    private SequenceClassifier<T> Build<T>(TrainSizes sizes, RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SequenceLayer<T>[] blocks = new SequenceLayer<T>[sizes.Layers];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = model switch
            {
                "mamba" => Mamba.Block(sizes.Channels, new MambaOptions(), random, backend),
                "s4d" => Residual(new S4D<T>(
                    sizes.Channels, new S4DOptions { Order = TrainSizes.State }, random, backend)),
                _ => Residual(new S5<T>(
                    sizes.Channels, new S5Options { StateSize = 2 * TrainSizes.State }, random, backend)),
            };
        }

        return new SequenceClassifier<T>(1, 0, Classes, blocks, sizes.Channels, finalNorm: true, random, backend);

        ResidualBlock<T> Residual(SequenceLayer<T> layer) =>
            new(layer, sizes.Channels, new BlockOptions(), random, backend);
    }
}
