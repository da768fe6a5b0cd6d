namespace Ssm.Core.Training;

/// <summary>How a learning rate changes over a run.</summary>
/// <remarks>A pure function of the step, so that a resumed run needs no state.</remarks>
public interface ISchedule
{
    /// <summary>What the learning rates of all groups are multiplied by in one step.</summary>
    /// <param name="step">Counted from 0 over the whole run.</param>
    /// <exception cref="ArgumentOutOfRangeException">The step is negative.</exception>
    double Factor(int step);
}
