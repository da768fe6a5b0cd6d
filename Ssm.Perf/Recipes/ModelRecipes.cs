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
        _ => recipe,
    };
}
