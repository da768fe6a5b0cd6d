using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>What Adam and AdamW share: their constants, checked, and the names of their moments.</summary>
internal static class AdamMemory
{
    internal static readonly string[] Moments = ["exp_avg", "exp_avg_sq"];

    internal static readonly string[] MomentsAndGreatest = [.. Moments, "max_exp_avg_sq"];

    internal static AdamSettings Settings(string optimizer, double beta1, double beta2, double epsilon)
    {
        TrainingGuard.BelowOne(beta1, optimizer);
        TrainingGuard.BelowOne(beta2, optimizer);
        TrainingGuard.NotNegative(epsilon, optimizer);
        return new AdamSettings(LearningRate: 0, beta1, beta2, epsilon);
    }

    internal static AdamSettings At(this AdamSettings settings, in OptimizerStep step) =>
        settings with { LearningRate = step.LearningRate, WeightDecay = step.WeightDecay };
}
