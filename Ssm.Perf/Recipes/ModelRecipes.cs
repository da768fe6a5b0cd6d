namespace Ssm.Perf.Recipes;

/// <summary>What a model asks of every task, where the recipe of the time-invariant ones does not suit it.</summary>
internal static class ModelRecipes
{
    internal static Recipe For(Recipe recipe) => recipe.Model switch
    {
        // A Mamba block has twice as many channels inside as outside, each with a state of its own: half the width, and
        // the paper's state. One learning rate for all, as in the paper.
        "s6" => recipe with { Width = 32, State = 16, SsmLearningRate = recipe.LearningRate },
        "mamba2" => recipe with { Width = 32, State = 16, SsmLearningRate = recipe.LearningRate },

        // A state of one number for each channel, so State means nothing here; the MLPs are three times as wide.
        "rg-lru" => recipe with { Width = 48 },

        // Three blocks are one turn of the pattern: recurrent, recurrent, attention.
        "griffin" => recipe with { Width = 48, Layers = 3 },
        _ => recipe,
    };
}
