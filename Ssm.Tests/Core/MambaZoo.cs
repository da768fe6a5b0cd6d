using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>The layers of Mamba and Mamba-2 with each of their choices.</summary>
internal static class MambaZoo
{
    internal static IEnumerable<SequenceLayerZoo.Entry> Causal() =>
    [
        Layer("RMS norm", 5, (random, on) => new RmsNorm<double>(5, backend: on)),
        Layer("RMS norm, distance from 1", 3, (random, on) => new RmsNorm<double>(3, 1e-6, offset: 1, backend: on)),
        Layer("short convolution", 5, (random, on) => new CausalConv1d<double>(5, 4, random, backend: on)),
        Layer("short convolution of one tap", 3, (random, on) =>
            new CausalConv1d<double>(3, 1, random, bias: false, on)),
        S6("S6", 5, new S6Options { StateSize = 6 }),
        S6("S6 one channel, one state", 1, new S6Options { StateSize = 1 }),
        S6("S6 in groups", 6, new S6Options { StateSize = 5, Groups = 3, DtRank = 2 }),
        S6("S6 complex", 4, new S6Options { StateSize = 3, Complex = true }),
        S6("S6 complex in groups", 6, new S6Options { StateSize = 5, Complex = true, Groups = 2 }),
        S6("S6 held input", 4, new S6Options { StateSize = 5, ExactZoh = true }),
        S6("S6 held input, complex, in groups", 4, new S6Options
        {
            StateSize = 3,
            ExactZoh = true,
            Complex = true,
            Groups = 2,
        }),
        Layer("Mamba mixer", 3, (random, on) => Mamba.Mixer<double>(3, new MambaOptions(), random, on)),
        Layer("Mamba mixer with biases", 4, (random, on) => Mamba.Mixer<double>(
            4,
            new MambaOptions
            {
                Mixer = new MambaMixerOptions
                {
                    Bias = true,
                    ConvolutionBias = false,
                    ConvolutionWidth = 1,
                    InnerChannels = 5,
                    ResidualBranches = 3,
                },
            },
            random, on)),
        Layer("Mamba mixer around S5", 4, (random, on) => new MambaMixer<double>(
            new S5<double>(8, new S5Options { StateSize = 6 }, random, on), 4, new MambaMixerOptions(), random, on)),
        Layer("Mamba block", 4, (random, on) => Mamba.Block<double>(4, new MambaOptions(), random, on)),
        Layer("residual with a learned skip", 4, (random, on) => new NormedResidual<double>(
            new RmsNorm<double>(4, backend: on),
            new Lru<double>(4, new LruOptions { Modes = 3 }, random, on),
            4,
            learnedSkip: true,
            backend: on)),
        Mamba2("Mamba-2", 4, new Mamba2Options { HeadChannels = 4, StateSize = 6, Chunk = 8 }),
        Mamba2("Mamba-2 in groups, norm first", 6, new Mamba2Options
        {
            HeadChannels = 3,
            StateSize = 5,
            Groups = 2,
            NormGroups = 2,
            NormBeforeGate = true,
            Bias = true,
            Chunk = 5,
            SkipPerChannel = true,
        }),
        Mamba2("Mamba-2 with a gated unit, no norm", 4, new Mamba2Options
        {
            InnerChannels = 6,
            HeadChannels = 2,
            StateSize = 3,
            MlpChannels = 3,
            Norm = false,
            ConvolutionBias = false,
            ConvolutionWidth = 2,
            DtLowest = 0.01,
            DtHighest = 0.05,
            Chunk = 64,
        }),
        Layer("Mamba-2 with a trained start", 3, (random, on) =>
        {
            Mamba2<double> mixer = new(
                3, new Mamba2Options { HeadChannels = 3, StateSize = 5, TrainedStart = true, Chunk = 7 }, random, on);
            NdArray<double> start = mixer.Start!.Value;
            start.Assign([.. Enumerable.Range(0, start.Shape.Count).Select(_ => random.NextNormal())]);
            return mixer;
        }),
        Layer("Mamba-2 block", 4, (random, on) => Mamba.Block<double>(
            4, new Mamba2Options { HeadChannels = 8, StateSize = 4, ResidualBranches = 2 }, random, on)),
    ];

    private static SequenceLayerZoo.Entry Layer(
        string name, int channels, Func<RandomSource, IBackend<double>?, SequenceLayer<double>> create) =>
        new(name, channels, create);

    private static SequenceLayerZoo.Entry S6(string name, int channels, S6Options options) =>
        Layer(name, channels, (random, on) => new S6<double>(channels, options, random, on));

    private static SequenceLayerZoo.Entry Mamba2(string name, int channels, Mamba2Options options) =>
        Layer(name, channels, (random, on) => new Mamba2<double>(channels, options, random, on));
}
