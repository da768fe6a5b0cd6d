using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A whole training step of a classifier of signals: forward, backward, AdamW.</summary>
internal sealed class TrainCase : BenchCase
{
    private const int Classes = 10;

    // What the judge computes again in double: this many sequences of the batch.
    private const int JudgedSequences = 1;

    private readonly TrainSizes _sizes;
    private readonly SequenceClassifier<float> _model;
    private readonly Func<RandomSource, SequenceLayer<double>> _wide;
    private readonly AdamW<float> _optimizer;
    private readonly Variable<float>[] _variables;
    private readonly Variable<float> _signal;
    private readonly Indices _labels;
    private readonly TapeMemory<float> _memory = new();
    private readonly Gradients<float> _gradients = new();
    private readonly double _layerOperations;
    private readonly ulong _seed;

    /// <param name="sizes">Layers, channels, steps, sequences.</param>
    /// <param name="request">Threads and seed.</param>
    /// <param name="layer">Makes a layer in float.</param>
    /// <param name="wide">Makes the same layer in double, for the judge.</param>
    /// <param name="layerOperations">Nominal operations of one state space's forward pass over the batch.</param>
    internal TrainCase(
        TrainSizes sizes,
        BenchRequest request,
        Func<RandomSource, IBackend<float>, SequenceLayer<float>> layer,
        Func<RandomSource, SequenceLayer<double>> wide,
        double layerOperations)
    {
        CpuBackend<float> backend = new(request.Threads);
        (_sizes, _wide, _layerOperations, _seed) = (sizes, wide, layerOperations, request.Seed);
        _model = Model(random => layer(random, backend), backend);
        _optimizer = new AdamW<float>(OptimizerGroups.ForStateSpaceModels(_model, 0.004, 0.001, 0.05));
        _variables = [.. _model.Variables];
        RandomSource random = new(request.Seed, 1);
        float[] signal = new float[sizes.Batch * sizes.Length];
        foreach (ref float x in signal.AsSpan())
        {
            x = (float)random.NextNormal();
        }

        int[] labels = new int[sizes.Batch];
        for (int i = 0; i < labels.Length; i++)
        {
            labels[i] = i % Classes;
        }

        _signal = new Variable<float>(NdArray<float>.From(signal, [sizes.Batch, sizes.Length, 1], backend));
        _labels = new Indices(labels, [sizes.Batch]);
    }

    // Each layer's activations once forwards and once backwards: the norm's, the state space's, the unit's two.
    internal override double Bytes => sizeof(float) * 2.0 * 4.0 * _sizes.Layers * _sizes.Activations;

    // A product with a matrix is as much work again for each of its two gradients.
    internal override double Operations =>
        3.0 * _sizes.Layers * (_layerOperations + (4.0 * _sizes.Activations * _sizes.Channels));

    internal override void Run()
    {
        using Tape<float> tape = new(_memory);
        tape.Watch(_variables);
        Variable<float> loss = Op.Mean(Op.CrossEntropy(_model.Forward(_signal), _labels));
        _gradients.Clear();
        _optimizer.Step(tape.Backward(loss, _gradients));
    }

    internal override double Error()
    {
        SequenceClassifier<double> judge = Model(_wide, CpuBackend<double>.Default);
        StepCase.Copy(_model, judge);
        int count = JudgedSequences * _sizes.Length;
        double[] signal = Array.ConvertAll(_signal.Value.ToArray()[..count], x => (double)x);
        double[] expected = judge
            .Forward(new Variable<double>(NdArray<double>.From(signal, [JudgedSequences, _sizes.Length, 1])))
            .Value.ToArray();
        float[] logits = _model.Forward(_signal).Value.ToArray();
        double error = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            error = Math.Max(error, Math.Abs(logits[i] - expected[i]));
        }

        return error / expected.Max(Math.Abs);
    }

    private SequenceClassifier<T> Model<T>(Func<RandomSource, SequenceLayer<T>> layer, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomSource random = new(_seed);
        SequenceLayer<T>[] blocks = new SequenceLayer<T>[_sizes.Layers];
        for (int i = 0; i < blocks.Length; i++)
        {
            blocks[i] = new ResidualBlock<T>(layer(random), _sizes.Channels, new BlockOptions(), random, backend);
        }

        return new SequenceClassifier<T>(
            1, 0, Classes, blocks, _sizes.Channels, finalNorm: true, random, backend);
    }
}
