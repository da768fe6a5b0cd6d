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
    // Heads of Mamba-2.
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
}
