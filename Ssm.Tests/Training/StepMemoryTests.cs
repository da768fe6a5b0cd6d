using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Training;

/// <summary>A training step in the steady state: no arrays, little else, and never more than before.</summary>
public sealed class StepMemoryTests
{
    private static readonly CpuBackend<float> Backend = new(1);

    private static readonly Dictionary<string, Func<RandomSource, SequenceLayer<float>>> Layers = new()
    {
        ["S4D"] = random => new S4D<float>(16, new S4DOptions(), random, Backend),
        ["S5"] = random => new S5<float>(16, new S5Options(), random, Backend),
        ["LRU"] = random => new Lru<float>(16, new LruOptions(), random, Backend),
    };

    private static IEnumerable<string> Names() => Layers.Keys;

    [TestCaseSource(nameof(Names))]
    public void A_step_of_four_layers_allocates_less_than_64_kB(string name)
    {
        Loop loop = new(Layers[name], Norm.Layer);
        loop.Run(4);
        long idle = loop.Memory.IdleBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        loop.Run(8);
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 8, Is.LessThan(64_000));
        Assert.That(loop.Memory.IdleBytes, Is.EqualTo(idle));
    }

    [Test]
    public void Batch_norm_and_dropout_take_no_more_buffers_from_step_to_step()
    {
        Loop loop = new(Layers["S5"], Norm.Batch, dropout: 0.1);
        loop.Run(4);
        long idle = loop.Memory.IdleBytes;
        long before = GC.GetAllocatedBytesForCurrentThread();
        loop.Run(8);
        Assert.That((GC.GetAllocatedBytesForCurrentThread() - before) / 8, Is.LessThan(64_000));
        Assert.That(loop.Memory.IdleBytes, Is.EqualTo(idle));
    }

    [Test]
    public void Ten_thousand_steps_take_no_more_memory_than_a_hundred()
    {
        TapeMemory<float> memory = new();
        Gradients<float> gradients = new();
        Variable<float> w = new(NdArray<float>.Full([8, 8], 0.1f, Backend));
        Variable<float> a = new(NdArray<float>.Full([8], 0.5f, Backend));
        Variable<float> u = new(NdArray<float>.Full([1, 12, 8], 0.3f, Backend));
        long idle = 0, live = 0;
        for (int step = 1; step <= 10_000; step++)
        {
            using Tape<float> tape = new(memory);
            tape.Watch(w);
            tape.Watch(a);
            gradients.Clear();
            tape.Backward(Op.Mean(Op.Square(Op.DiagonalScan(a, Op.Tanh(Op.MatMul(u, w))))), gradients);
            if (step == 100)
            {
                (idle, live) = (memory.IdleBytes, GC.GetTotalMemory(forceFullCollection: true));
            }
        }

        Assert.That(memory.IdleBytes, Is.EqualTo(idle));
        Assert.That(GC.GetTotalMemory(forceFullCollection: true), Is.LessThan(live + 200_000));
    }

    [TestCaseSource(nameof(Names))]
    public void Training_has_the_same_bits_with_and_without_a_shared_memory(string name)
    {
        Loop shared = new(Layers[name], Norm.Batch, dropout: 0.1);
        Loop plain = new(Layers[name], Norm.Batch, dropout: 0.1);
        shared.Run(5);
        plain.Run(5, share: false);
        Assert.That(shared.Weights(), Is.EqualTo(plain.Weights()));
    }

    [TestCaseSource(nameof(Names))]
    public void Layers_that_are_computed_again_change_no_bit_and_keep_to_the_plan(string name)
    {
        Loop kept = new(Layers[name], Norm.Batch, dropout: 0.1);
        kept.Run(3);
        Loop again = new(Layers[name], Norm.Batch, dropout: 0.1);
        RecomputePlan plan = again.Plan(kept.Peak * 9 / 10);
        Assert.That(plan.Fits, Is.True, plan.ToString());
        Assert.That(plan.ExtraBytes, Is.GreaterThan(0), plan.ToString());
        again.Run(3, plan: plan);
        Assert.That(again.Weights(), Is.EqualTo(kept.Weights()));
        Assert.That(again.Peak, Is.LessThan(kept.Peak));
        Assert.That(again.Peak, Is.EqualTo(plan.PredictedPeakBytes).Within(5).Percent, plan.ToString());
    }

    private sealed class Loop
    {
        private const int Batch = 2;
        private const int Length = 24;

        private readonly SequenceClassifier<float> _model;
        private readonly AdamW<float> _optimizer;
        private readonly Variable<float>[] _variables;
        private readonly Variable<float> _signal;
        private readonly Indices _labels = new([0, 1], [Batch]);
        private readonly Gradients<float> _gradients = new();
        private ulong _step;

        internal Loop(Func<RandomSource, SequenceLayer<float>> layer, Norm norm, double dropout = 0)
        {
            RandomSource random = new(3);
            BlockOptions options = new() { Norm = norm, Dropout = dropout };
            SequenceLayer<float>[] blocks =
            [
                .. Enumerable.Range(0, 4).Select(_ => new ResidualBlock<float>(
                    layer(random), 16, options, random, Backend)),
            ];
            _model = new SequenceClassifier<float>(1, 0, 2, blocks, 16, finalNorm: true, random, Backend);
            _optimizer = new AdamW<float>(OptimizerGroups.ForStateSpaceModels(_model, 0.01, 0.001, 0.01));
            _variables = [.. _model.Variables];
            float[] signal = new float[Batch * Length];
            foreach (ref float x in signal.AsSpan())
            {
                x = (float)random.NextNormal();
            }

            _signal = new Variable<float>(NdArray<float>.From(signal, [Batch, Length, 1], Backend));
        }

        internal TapeMemory<float> Memory { get; } = new();

        internal long Peak { get; private set; }

        internal RecomputePlan Plan(long budget) => _model.Blocks.PlanRecompute([Batch, Length, 16], budget);

        internal void Run(int steps, bool share = true, RecomputePlan? plan = null)
        {
            for (int i = 0; i < steps; i++)
            {
                using Tape<float> tape = new(share ? Memory : null);
                tape.Watch(_variables);
                TrainingPass pass = new(new RandomSource(1, _step++)) { Recompute = plan };
                Variable<float> loss = Op.Mean(Op.CrossEntropy(_model.Forward(_signal, pass: pass), _labels));
                if (share)
                {
                    _gradients.Clear();
                    _optimizer.Step(tape.Backward(loss, _gradients));
                }
                else
                {
                    _optimizer.Step(tape.Backward(loss));
                }

                Peak = tape.PeakBytes;
            }
        }

        // And what is learned without a gradient: running means and variances.
        internal float[][] Weights() =>
        [
            .. _variables.Select(v => v.Value.ToArray()),
            .. _model.Buffers.Select(buffer => buffer.Value.ToArray()),
        ];
    }
}
