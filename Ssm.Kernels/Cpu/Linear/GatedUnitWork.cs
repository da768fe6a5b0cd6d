namespace Ssm.Kernels;

/// <summary>What the pieces of a <see cref="GatedLinearUnit"/> share; null is an argument left out.</summary>
internal readonly unsafe struct GatedUnitWork<T, TOp>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TOp : struct, IUnaryOp<T>
{
    // Numbers that the rows of a chunk may have together: most of a second-level cache.
    private const int ChunkNumbers = 3 << 15;
    private const int MostRows = 512;
    private const int LeastRows = 32;

    // Partial sums of the gradients: enough for as many threads as a batch may keep busy.
    private const int MostGroups = 16;

    internal required TOp Op { get; init; }

    internal required GatedUnitShape Shape { get; init; }

    internal required T* X { get; init; }

    internal required T* W1 { get; init; }

    internal required T* W2 { get; init; }

    internal required T* MaskIn { get; init; }

    internal required T* MaskOut { get; init; }

    /// <summary>W₁ x₁ + b₁, (B, L, O), kept for the adjoint.</summary>
    internal required T* Value { get; init; }

    /// <summary>σ(W₂ x₁ + b₂), (B, L, O), kept for the adjoint.</summary>
    internal required T* Gate { get; init; }

    internal T* B1 { get; init; }

    internal T* B2 { get; init; }

    internal T* Residual { get; init; }

    internal T* Y { get; init; }

    internal T* Dy { get; init; }

    internal T* Dx { get; init; }

    /// <summary>(groups, …): each group's gradients of W₁ (O, H), W₂ (O, H), b₁ (O), b₂ (O).</summary>
    internal T* Partials { get; init; }

    internal int ChunkRows => (int)Math.Clamp(
        ChunkNumbers / Math.Max(1L, Shape.Inputs + (3L * Shape.Outputs)), LeastRows, MostRows);

    /// <summary>Chunks of one sequence: a chunk lies in one sequence, whose masks it shares.</summary>
    internal int Chunks => (int)(((long)Shape.Length + ChunkRows - 1) / ChunkRows);

    internal int AllChunks => checked(Shape.Batch * Chunks);

    /// <summary>Chunks that share a partial sum.</summary>
    internal int GroupSize => Math.Max(1, (AllChunks + MostGroups - 1) / MostGroups);

    internal int Groups => (AllChunks + GroupSize - 1) / GroupSize;

    internal int GroupNumbers => checked(2 * Shape.Outputs * (Shape.Inputs + 1));

    /// <summary>A chunk's sequence, its first row of all rows, and how many rows it has.</summary>
    internal (int Batch, nint Row, int Rows) this[int chunk]
    {
        get
        {
            int time = chunk % Chunks * ChunkRows;
            int batch = chunk / Chunks;
            return (batch, ((nint)batch * Shape.Length) + time, Math.Min(ChunkRows, Shape.Length - time));
        }
    }
}
