namespace Ssm.Kernels.Gpu;

/// <summary>How an S5 recurrence is cut so that its states fit in a bounded part of a device's memory.</summary>
/// <remarks>As many whole sequences as fit; where one alone does not, segments of time of one.</remarks>
internal readonly struct S5Pieces
{
    // Numbers in the states of a piece, real and imaginary parts: 64 MB in single precision.
    private const long MostNumbers = 1 << 24;

    // A segment is no shorter: its products would be thin.
    private const int LeastRows = 64;

    internal S5Pieces(in RecurrenceShape shape)
    {
        long row = Math.Max(1, 2L * shape.Modes), length = Math.Max(1, shape.Length);
        Sequences = (int)Math.Clamp(MostNumbers / (row * length), 1, Math.Max(1, shape.Batch));
        Rows = (int)Math.Min(length, Math.Max(LeastRows, MostNumbers / row));
        Segments = (int)((length + Rows - 1) / Rows);
    }

    /// <summary>Sequences of a piece.</summary>
    internal int Sequences { get; }

    /// <summary>Steps of a segment.</summary>
    internal int Rows { get; }

    /// <summary>Segments of a sequence.</summary>
    internal int Segments { get; }
}
