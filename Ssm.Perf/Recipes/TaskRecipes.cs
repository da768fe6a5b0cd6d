using Ssm.Core.Scaffolding;

namespace Ssm.Perf.Recipes;

/// <summary>What a task asks of every model: how long its memory has to be, where the answer is read.</summary>
internal static class TaskRecipes
{
    internal static Recipe For(Recipe recipe) => recipe.Task switch
    {
        // 784 pixels: slower memories, and a few passes over 60,000 images are enough.
        "idx" => recipe with { Epochs = 5, Batch = 64, DtMin = 1e-3, DtMax = 0.1, RMin = 0.9, RMax = 0.999 },

        // Hundreds of tokens, of which some matter to the end.
        "listops" => recipe with { Epochs = 20, DtMin = 1e-3, DtMax = 0.1, RMax = 0.999, Layers = 4, Dropout = 0 },

        // 8,000 sequences, of which none is to be learnt by heart.
        "selective-copy" => Synthetic(recipe) with { Readout = Readout.EachStep },
        "induction" => Synthetic(recipe) with { Readout = Readout.Last },
        "recall" => Synthetic(recipe) with { Readout = Readout.EachStep },
        _ => recipe,
    };

    private static Recipe Synthetic(Recipe recipe) => recipe with
    {
        Epochs = 10,
        LearningRate = 0.005,
        WeightDecay = 0,
        DtMin = 1e-3,
        DtMax = 0.1,
        RMin = 0.9,
        RMax = 0.999,
        Dropout = 0,
    };
}
