namespace Ssm.Kernels;

/// <summary>The constants of one step of Adam or AdamW.</summary>
/// <param name="LearningRate">lr, the length of a step while gradients agree.</param>
/// <param name="Beta1">β₁, how much of the mean gradient stays.</param>
/// <param name="Beta2">β₂, how much of the mean square stays.</param>
/// <param name="Epsilon">ε, added to the root of the mean square.</param>
/// <param name="WeightDecay">wd; what it does is the method's.</param>
public readonly record struct AdamSettings(
    double LearningRate,
    double Beta1 = 0.9,
    double Beta2 = 0.999,
    double Epsilon = 1e-8,
    double WeightDecay = 0);
