using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Recipes;

/// <summary>Makes the blocks of the time-varying models, each in the scaffolding that it was published with.</summary>
/// <param name="recipe">The model and its sizes.</param>
/// <param name="random">Where the weights are drawn from.</param>
/// <param name="backend">The device.</param>
internal sealed class BlockFactory(Recipe recipe, RandomSource random, IBackend<float> backend)
{
    // Griffin's pattern: two recurrent blocks, then one of attention.
    private const int Period = 3;

    // Heads of Mamba-2 and of attention, and blocks of the RG-LRU's gates.
    private const int Parts = 4;

    /// <summary>Mamba: S6 inside.</summary>
    internal SequenceLayer<float> Mamba() => Core.Models.Mamba.Block(
        recipe.Width,
        new MambaOptions
        {
            Mixer = new MambaMixerOptions { ResidualBranches = recipe.Layers },
            Layer = new S6Options { StateSize = recipe.State },
        },
        random,
        backend);

    /// <summary>Mamba-2: SSD inside.</summary>
    internal SequenceLayer<float> Mamba2()
    {
        Mamba2Options options = new()
        {
            HeadChannels = 2 * recipe.Width / Parts,
            StateSize = recipe.State,
            Chunk = 64,
            ResidualBranches = recipe.Layers,
        };
        return Core.Models.Mamba.Block(recipe.Width, options, random, backend);
    }

    /// <summary>Hawk: a recurrent block with the RG-LRU inside, and an MLP.</summary>
    internal SequenceLayer<float> Hawk() => Around(new GriffinRecurrent<float>(
        new RgLru<float>(recipe.Width, new RgLruOptions { GateBlocks = Parts }, random, backend),
        recipe.Width,
        recipe.Width,
        new GriffinRecurrentOptions { ModelLayers = recipe.Layers },
        random,
        backend));

    /// <summary>Griffin: as Hawk, but every third block attends.</summary>
    /// <param name="index">Which block, from 0.</param>
    internal SequenceLayer<float> Griffin(int index) => index % Period < Period - 1
        ? Hawk()
        : Around(new LocalAttention<float>(
            recipe.Width,
            new LocalAttentionOptions { Heads = Parts, Window = recipe.Window, ModelLayers = recipe.Layers },
            random,
            backend));

    private GriffinBlock<float> Around(SequenceLayer<float> mix)
    {
        // Three times the width, as published.
        GatedMlp<float> mlp = new(
            recipe.Width, 3 * recipe.Width, new GatedMlpOptions { ModelLayers = recipe.Layers }, random, backend);
        return new GriffinBlock<float>(mix, mlp, recipe.Width, new GriffinBlockOptions(), backend);
    }
}
