namespace Ssm.Kernels;

/// <summary>The shape (B, L, C) of the arrays of a scan: time-major rows of channels, C contiguous.</summary>
/// <param name="Batch">B, how many sequences.</param>
/// <param name="Length">L, how many time steps each has.</param>
/// <param name="Channels">C, how many independent recurrences run side by side.</param>
public readonly record struct ScanShape(int Batch, int Length, int Channels)
{
    /// <summary>The number of elements of an array (B, L, C).</summary>
    /// <exception cref="OverflowException">It is more than a span can hold.</exception>
    public int Elements => checked(Batch * Length * Channels);

    /// <summary>The number of elements of an array (B, C): one state of each sequence.</summary>
    /// <exception cref="OverflowException">It is more than a span can hold.</exception>
    public int StateElements => checked(Batch * Channels);
}
