namespace Ssm.Kernels;

/// <summary>The sizes of a diagonal recurrence that runs from inputs to outputs.</summary>
/// <param name="Batch">Sequences, B.</param>
/// <param name="Length">Time steps, L.</param>
/// <param name="Channels">Channels in and out, H.</param>
/// <param name="Modes">Modes: N of each channel, or P of the whole system.</param>
public readonly record struct RecurrenceShape(int Batch, int Length, int Channels, int Modes)
{
    /// <summary>Numbers in an input or an output, B·L·H.</summary>
    internal int Elements => checked(Batch * Length * Channels);

    /// <summary>Numbers in a flag for each step, B·L.</summary>
    internal int Steps => checked(Batch * Length);

    /// <exception cref="ArgumentOutOfRangeException">A size is negative, or there is no thread.</exception>
    internal void Check(int threads, string kernel)
    {
        Guard.AtLeast(Batch, 0, kernel);
        Guard.AtLeast(Length, 0, kernel);
        Guard.AtLeast(Channels, 0, kernel);
        Guard.AtLeast(Modes, 0, kernel);
        Guard.AtLeast(threads, 1, kernel);
    }
}
