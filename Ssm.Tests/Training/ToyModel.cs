using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Data;
using Ssm.Core.Layers;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>A small classifier with every kind of array: real, complex, buffers, all groups, and dropout.</summary>
internal sealed class ToyModel<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly double _dropout;

    internal ToyModel(ulong seed, int channels = 8, double dropout = 0.2, int threads = 1, int inputs = 1)
    {
        RandomSource random = new(seed);
        CpuBackend<T> backend = new(threads);
        _dropout = dropout;
        Encoder = AddPart("encoder", new Linear<T>(inputs, channels, random, backend: backend));
        Norm = AddPart("norm", new BatchNorm<T>(channels, backend: backend));
        T[] ones = new T[channels], halves = new T[channels];
        Array.Fill(ones, T.One);
        Array.Fill(halves, T.CreateChecked(0.5));
        Gate = AddParameter("gate", NdArray<T>.From(ones, halves, [channels], backend), ParameterKind.StateSpace);
        Decoder = AddPart("decoder", new Linear<T>(channels, 2, random, backend: backend));
    }

    internal Linear<T> Encoder { get; }

    internal BatchNorm<T> Norm { get; }

    internal Variable<T> Gate { get; }

    internal Linear<T> Decoder { get; }

    /// <summary>Logits of |gate·tanh(norm(W u))|², averaged over time.</summary>
    internal Variable<T> Logits(Batch<T> batch, TrainingPass? pass)
    {
        Variable<T> x = Op.Tanh(Norm.Forward(Encoder.Forward(batch.Signals, pass), pass));
        Variable<T> gated = Op.AbsSquared(Gate * x) + x;
        return Decoder.Forward(Op.Mean(Dropout.Apply(gated, _dropout, pass), axis: 1), pass);
    }

    /// <summary>Noisy signals whose mean is above or below zero, which is the label.</summary>
    internal static DataSplit Data(int train = 40, int test = 16, int length = 6)
    {
        return new DataSplit(Make(train, 1), Make(test, 2));

        SignalDataset Make(int count, ulong seed)
        {
            RandomSource random = new(seed);
            float[] inputs = new float[count * length];
            int[] labels = new int[count];
            for (int i = 0; i < count; i++)
            {
                labels[i] = i % 2;
                for (int t = 0; t < length; t++)
                {
                    inputs[(i * length) + t] = (float)(labels[i] - 0.5 + random.NextDouble(-0.5, 0.5));
                }
            }

            return new SignalDataset("toy", length, channels: 1, classes: 2, inputs, labels);
        }
    }

    internal Trainer<T> Trainer(TrainingOptions options, DataSplit? data = null, Optimizer<T>? optimizer = null) =>
        new(this, Logits, data ?? Data(), options, optimizer);
}
