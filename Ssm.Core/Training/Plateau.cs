namespace Ssm.Core.Training;

/// <summary>Lowers the learning rates when a measure, taken after each epoch, has got no better for a while.</summary>
/// <remarks>
/// The rule of PyTorch's ReduceLROnPlateau (2.6). Rates are shares of the groups' own here, so its <c>min_lr</c> and
/// <c>eps</c> are those options divided by a group's learning rate. Unlike an <see cref="ISchedule"/> it has a memory,
/// which is part of a training checkpoint; the two factors multiply.
/// </remarks>
public sealed class Plateau
{
    /// <summary>At the full rates, with nothing measured yet.</summary>
    /// <param name="options">The rule.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Plateau(PlateauOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        Options = options;
        Best = options.Mode == PlateauMode.Min ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>The rule.</summary>
    public PlateauOptions Options { get; }

    /// <summary>What the learning rates of all groups are multiplied by now.</summary>
    public double Factor { get; private set; } = 1;

    /// <summary>The best measure so far; infinite before the first one.</summary>
    public double Best { get; private set; }

    /// <summary>How many measures since the best, or since the rates last fell, were no better.</summary>
    public int BadCount { get; private set; }

    /// <summary>How many measures to come are not counted.</summary>
    public int CooldownLeft { get; private set; }

    /// <summary>Takes a measure into account.</summary>
    /// <param name="measure">A loss or an accuracy; NaN is no better than anything.</param>
    /// <returns>The new <see cref="Factor"/>.</returns>
    public double Observe(double measure)
    {
        if (IsBetter(measure))
        {
            (Best, BadCount) = (measure, 0);
        }
        else
        {
            BadCount++;
        }

        if (CooldownLeft > 0)
        {
            (CooldownLeft, BadCount) = (CooldownLeft - 1, 0);
        }

        if (BadCount > Options.Patience)
        {
            double lower = Math.Max(Factor * Options.Factor, Options.LeastFactor);
            Factor = Factor - lower > Options.SmallestFall ? lower : Factor;
            (CooldownLeft, BadCount) = (Options.Cooldown, 0);
        }

        return Factor;
    }

    /// <summary>Goes on from where a run was saved.</summary>
    internal void Continue(double factor, double best, int badCount, int cooldownLeft) =>
        (Factor, Best, BadCount, CooldownLeft) = (factor, best, badCount, cooldownLeft);

    private bool IsBetter(double measure) => (Options.Mode, Options.ThresholdMode) switch
    {
        (PlateauMode.Min, PlateauThreshold.Relative) => measure < Best * (1 - Options.Threshold),
        (PlateauMode.Min, _) => measure < Best - Options.Threshold,
        (_, PlateauThreshold.Relative) => measure > Best * (1 + Options.Threshold),
        _ => measure > Best + Options.Threshold,
    };
}
