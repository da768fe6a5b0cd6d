namespace Ssm.Kernels;

/// <summary>What the loops of Adam multiply by: computed in double, rounded once.</summary>
internal readonly struct AdamCoefficients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <param name="settings">The constants of the step.</param>
    /// <param name="keep">1 − lr wd where the decay is decoupled, else 1.</param>
    /// <param name="penalty">wd where the decay belongs to the gradient, else 0.</param>
    /// <param name="step">k, from 1.</param>
    internal AdamCoefficients(in AdamSettings settings, double keep, double penalty, long step)
    {
        Keep = T.CreateChecked(keep);
        Penalty = T.CreateChecked(penalty);
        NewMean = T.CreateChecked(1 - settings.Beta1);
        OldSquare = T.CreateChecked(settings.Beta2);
        NewSquare = T.CreateChecked(1 - settings.Beta2);
        RootCorrection = T.CreateChecked(Math.Sqrt(1 - Math.Pow(settings.Beta2, step)));
        Epsilon = T.CreateChecked(settings.Epsilon);
        MinusStep = T.CreateChecked(-(settings.LearningRate / (1 - Math.Pow(settings.Beta1, step))));
    }

    internal T Keep { get; }

    internal T Penalty { get; }

    internal T NewMean { get; }

    internal T OldSquare { get; }

    internal T NewSquare { get; }

    internal T RootCorrection { get; }

    internal T Epsilon { get; }

    internal T MinusStep { get; }
}
