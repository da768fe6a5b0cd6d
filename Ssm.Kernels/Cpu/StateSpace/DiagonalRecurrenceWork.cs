namespace Ssm.Kernels;

/// <summary>What the pieces of a <see cref="DiagonalRecurrence"/> share; null is an argument left out.</summary>
/// <remarks>
/// A block is one vector of channels. Its constants are copied once into (N, 6, lanes): ā, b̄, and the output's weights
/// scale·Re c and −scale·Im c. Lanes past the last channel are zeros, so that no loop has a tail.
/// </remarks>
internal readonly unsafe struct DiagonalRecurrenceWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Steps of a tile: inputs, outputs and one mode's states of it stay in the first-level cache.</summary>
    internal const int TileSteps = 64;

    // Pieces that are wanted of an adjoint: below it sequences are dealt to several partial sums.
    private const int EnoughPieces = 32;

    internal required RecurrenceShape Shape { get; init; }

    internal required T Scale { get; init; }

    internal required PlanePointers<T> A { get; init; }

    internal required PlanePointers<T> B { get; init; }

    internal required PlanePointers<T> C { get; init; }

    internal required T* D { get; init; }

    internal required T* U { get; init; }

    internal required PlanePointers<T> X0 { get; init; }

    internal required int* Resets { get; init; }

    /// <summary>(blocks, N, 6, lanes).</summary>
    internal required T* Constants { get; init; }

    internal T* Y { get; init; }

    internal PlanePointers<T> Last { get; init; }

    internal T* Dy { get; init; }

    internal T* Du { get; init; }

    internal PlanePointers<T> Dlast { get; init; }

    internal PlanePointers<T> Dx0 { get; init; }

    /// <summary>(groups, 6, H, N): each group's gradients of the constants, the output's weights unscaled.</summary>
    internal T* Partials { get; init; }

    /// <summary>(groups, H): each group's gradient of d.</summary>
    internal T* PartialsOfD { get; init; }

    internal static int Lanes => Vector<T>.Count;

    internal int Blocks => (Shape.Channels + Lanes - 1) / Lanes;

    /// <summary>Numbers in the constants of one block.</summary>
    internal int BlockConstants => checked(6 * Shape.Modes * Lanes);

    /// <summary>Numbers in the states of one block.</summary>
    internal int BlockStates => checked(2 * Shape.Modes * Lanes);

    /// <summary>Sequences that share a partial sum.</summary>
    internal int GroupSize
    {
        get
        {
            int groups = Math.Clamp((EnoughPieces + Blocks - 1) / Math.Max(1, Blocks), 1, Math.Max(1, Shape.Batch));
            return (Math.Max(1, Shape.Batch) + groups - 1) / groups;
        }
    }

    internal int Groups => (Shape.Batch + GroupSize - 1) / GroupSize;

    /// <summary>Channels of a block that exist.</summary>
    internal int Width(int block) => Math.Min(Lanes, Shape.Channels - (block * Lanes));

    /// <summary>Where a block's numbers of a step lie in an input or an output.</summary>
    internal nint Row(int batch, int time, int block) =>
        ((((nint)batch * Shape.Length) + time) * Shape.Channels) + ((nint)block * Lanes);

    /// <summary>Where a block's states of a sequence lie.</summary>
    internal nint State(int batch, int block) =>
        (((nint)batch * Shape.Channels) + ((nint)block * Lanes)) * Shape.Modes;

    /// <summary>Whether a new sequence begins at a step, so that nothing passes from the step before.</summary>
    internal bool Begins(int batch, int time) =>
        Resets != null && Resets[((nint)batch * Shape.Length) + time] != 0;

    /// <summary>The end of the tile that begins at a step: a tile ends before a new sequence.</summary>
    internal int TileEnd(int batch, int start)
    {
        int most = Math.Min(Shape.Length, start + TileSteps);
        int end = start + 1;
        while (end < most && !Begins(batch, end))
        {
            end++;
        }

        return end;
    }
}
