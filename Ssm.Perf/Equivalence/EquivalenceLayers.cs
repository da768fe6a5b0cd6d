using System.Numerics;
using Ssm.Core.Discretization;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>The scaffoldings of the equivalence table, each around a small state space.</summary>
internal static class EquivalenceLayers
{
    internal static SequenceLayer<T> Glu<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        S5Options options = new() { StateSize = 10, OutputInit = S5OutputInit.ComplexNormal };
        S5<T> layer = new(6, options, random, backend);
        return new ResidualBlock<T>(layer, 6, new BlockOptions(), random, backend);
    }

    internal static SequenceLayer<T> H3<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        S4DOptions diagonal = new() { Order = 6, Discretization = DiscretizationMethod.Bilinear };
        ShiftSsm<T> shift = new(6, 4, random, backend);
        S4D<T> inner = new(3, diagonal, random, backend);
        return new H3<T>(6, shift, inner, random, headSize: 2, backend);
    }

    internal static SequenceLayer<T> H3Block<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Core.Scaffolding.H3Block.Create(5, 6, random, backend: backend);

    internal static SequenceLayer<T> GatedS4<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        S4<T> layer = new(3, new S4Options { Order = 6 }, random, backend);
        return new GatedStateSpace<T>(layer, 6, new GatedStateSpaceOptions { Bottleneck = 2 }, random, backend);
    }

    internal static SequenceLayer<T> Mamba<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Core.Models.Mamba.Mixer(5, new MambaOptions { Layer = new S6Options { StateSize = 6 } }, random, backend);

    internal static SequenceLayer<T> Mamba2<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        new Mamba2<T>(
            6, new Mamba2Options { HeadChannels = 3, StateSize = 5, Groups = 2, Chunk = 16 }, random, backend);

    internal static SequenceLayer<T> MambaOfLru<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Lru<T> layer = new(10, new LruOptions { Modes = 6, RMin = 0.5, RMax = 0.99 }, random, backend);
        return new MambaMixer<T>(layer, 5, new MambaMixerOptions(), random, backend);
    }

    internal static SequenceLayer<T> Hawk<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T> => Recurrent(random, backend);

    internal static SequenceLayer<T> Griffin<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LocalAttention<T> attention = new(8, new LocalAttentionOptions { Heads = 2, Window = 20 }, random, backend);
        GatedMlp<T> mlp = new(8, 12, new GatedMlpOptions(), random, backend);
        GriffinBlock<T> second = new(attention, mlp, 8, new GriffinBlockOptions(), backend);
        return new LayerSequence<T>([Recurrent(random, backend), second]);
    }

    private static GriffinBlock<T> Recurrent<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RgLru<T> layer = new(10, new RgLruOptions { GateBlocks = 2 }, random, backend);
        GriffinRecurrent<T> mixer = new(layer, 8, 10, new GriffinRecurrentOptions(), random, backend);
        GatedMlp<T> mlp = new(8, 12, new GatedMlpOptions(), random, backend);
        return new GriffinBlock<T>(mixer, mlp, 8, new GriffinBlockOptions(), backend);
    }
}
