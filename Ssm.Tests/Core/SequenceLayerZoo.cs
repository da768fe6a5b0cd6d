using Ssm.Core.Discretization;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Tests.Core;

/// <summary>Every kind of layer, small, with the sizes that its forms have trouble with.</summary>
internal static class SequenceLayerZoo
{
    internal sealed record Entry(
        string Name, int Channels, Func<RandomSource, IBackend<double>?, SequenceLayer<double>> On)
    {
        internal SequenceLayer<double> Create(RandomSource random, IBackend<double>? backend = null) =>
            On(random, backend);

        public override string ToString() => Name;
    }

    internal static IEnumerable<Entry> Causal() =>
    [
        .. Enum.GetValues<S4DInit>().Select(init => S4D($"S4D {init}", 5, new S4DOptions { Order = 12, Init = init })),
        S4D("S4D bilinear", 3, new S4DOptions { Order = 8, Discretization = DiscretizationMethod.Bilinear }),
        S4D("S4D bilinear with a zero pole", 2, new S4DOptions
        {
            Order = 6,
            Init = S4DInit.Real,
            RealTransform = Transform.None,
            Discretization = DiscretizationMethod.Bilinear,
            DtMin = 1,
            DtMax = 1,
        }),
        S4D("S4D one mode, one channel", 1, new S4DOptions { Order = 2 }),
        S4D("S4D shared copies", 6, new S4DOptions { Order = 10, Copies = 2 }),
        S4D("S4D a step for each mode", 4, new S4DOptions { Order = 34, TieDt = false,
            DtTransform = Transform.Softplus }),
        S4D("S4D relu", 4, new S4DOptions { RealTransform = Transform.Relu, ImagTransform = Transform.Relu,
            Order = 6 }),
        S4D("S4D real-valued", 3, new S4DOptions { Order = 10, Init = S4DInit.Real, RealValued = true }),
        S5("S5", 5, new S5Options { StateSize = 16, Blocks = 2 }),
        S5("S5 bilinear", 3, new S5Options { StateSize = 8, Discretization = DiscretizationMethod.Bilinear }),
        S5("S5 without symmetry", 4, new S5Options { StateSize = 7, ConjugateSymmetry = false }),
        S5("S5 clipped, rescaled", 4, new S5Options { StateSize = 34, ClipEigenvalues = true, StepRescale = 2 }),
        S5("S5 complex normal", 2, new S5Options { StateSize = 4, OutputInit = S5OutputInit.ComplexNormal }),
        Lru("LRU", 5, new LruOptions { Modes = 9, RMin = 0.5, RMax = 0.99 }),
        Lru("LRU near the circle", 3, new LruOptions { Modes = 33, RMin = 0.99, RMax = 0.9999, MaxPhase = 0.3 }),
        Block("block, full GLU", Glu.Full, Norm.Layer, preNorm: true),
        Block("block, half GLU 1, post-norm", Glu.Half1, Norm.LayerFlax, preNorm: false),
        Block("block, half GLU 2, batch norm", Glu.Half2, Norm.Batch, preNorm: true),
        Block("block, no GLU, batch norm after", Glu.None, Norm.BatchFlax, preNorm: false),
        Block("block, no norm", Glu.Full, Norm.None, preNorm: true),
        .. GriffinZoo.Causal(),
        S4("S4", 3, new S4Options { Order = 8, KernelLength = 80 }),
        S4("S4 that is lengthened", 4, new S4Options { Order = 6, KernelLength = 20, Copies = 2, TieDt = false }),
        S4("S4 rank 2", 2, new S4Options { Order = 6, KernelLength = 40, Measure = HippoMeasure.LegT }),
        S4("S4 FouT", 2, new S4Options { Order = 6, KernelLength = 40, Measure = HippoMeasure.FouT, DtMin = 0.05 }),
        new("S4 at another rate", 3, (random, on) =>
            new S4<double>(3, new S4Options { Order = 6, KernelLength = 50 }, random, on).Resample(1.5)),
        new("DSS softmax", 3, (random, on) =>
            new Dss<double>(3, new DssOptions { Modes = 5, KernelLength = 50 }, random, on)),
        new("DSS exp", 4, (random, on) =>
            new Dss<double>(4, new DssOptions { Modes = 3, Variant = DssVariant.Exp, Copies = 2 }, random, on)),
        new("shift", 3, (random, on) => new ShiftSsm<double>(3, 9, random, on)),
        new("shift of one state", 2, (random, on) => new ShiftSsm<double>(2, 1, random, on)),
        new("H3 block", 4, (random, on) => H3Block.Create<double>(4, 6, random, backend: on)),
        new("H3 block with heads", 6, (random, on) => H3Block.Create<double>(6, 4, random, headSize: 2, backend: on)),
        new("gated state space", 6, (random, on) => new GatedStateSpace<double>(
            new S4<double>(3, new S4Options { Order = 4, KernelLength = 64, OutputChannels = 2 }, random, on),
            6,
            new GatedStateSpaceOptions { Gate = 2, Bottleneck = 2, OutputChannels = 2, Gelu = Gelu.Tanh },
            random, on)),
        .. MambaZoo.Causal(),
        new("three layers", 4, (random, on) => new LayerSequence<double>(
        [
            new S4D<double>(4, new S4DOptions { Order = 6 }, random, on),
            new S5<double>(4, new S5Options { StateSize = 6 }, random, on),
            new Lru<double>(4, new LruOptions { Modes = 5 }, random, on),
        ])),
    ];

    internal static IEnumerable<Entry> Bidirectional() =>
    [
        S5("S5", 4, new S5Options { StateSize = 8, Bidirectional = true }),
        Lru("LRU", 4, new LruOptions { Modes = 8, Bidirectional = true }),
        S4("S4", 4, new S4Options { Order = 6, KernelLength = 20, Bidirectional = true }),
        new("two S4D", 4, (random, on) => new Bidirectional<double>(
            new S4D<double>(4, new S4DOptions { Order = 6 }, random, on),
            new S4D<double>(4, new S4DOptions { Order = 6 }, random, on),
            backwardSeesCurrent: false)),
    ];

    private static Entry S4(string name, int channels, S4Options options) =>
        new(name, channels, (random, on) => new S4<double>(channels, options, random, on));

    private static Entry S4D(string name, int channels, S4DOptions options) =>
        new(name, channels, (random, on) => new S4D<double>(channels, options, random, on));

    private static Entry S5(string name, int channels, S5Options options) =>
        new(name, channels, (random, on) => new S5<double>(channels, options, random, on));

    private static Entry Lru(string name, int channels, LruOptions options) =>
        new(name, channels, (random, on) => new Lru<double>(channels, options, random, on));

    private static Entry Block(string name, Glu glu, Norm norm, bool preNorm) => new(name, 6, (random, on) =>
        new ResidualBlock<double>(
            new S5<double>(6, new S5Options { StateSize = 8 }, random, on),
            6,
            new BlockOptions { Glu = glu, Norm = norm, PreNorm = preNorm },
            random, on));
}
