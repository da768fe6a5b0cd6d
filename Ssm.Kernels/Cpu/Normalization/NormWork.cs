namespace Ssm.Kernels;

/// <summary>What the pieces of a normalisation share; null is an optional argument that was left out.</summary>
internal readonly unsafe struct NormWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required T* X { get; init; }

    internal required int Width { get; init; }

    internal T* Weight { get; init; }

    internal T* Bias { get; init; }

    internal T* Y { get; init; }

    internal T* Dy { get; init; }

    internal T* Dx { get; init; }

    /// <summary>A mean for each row, or for each feature.</summary>
    internal T* Mean { get; init; }

    /// <summary>A reciprocal of a standard deviation, or of a root mean square, for each row or feature.</summary>
    internal T* Inverse { get; init; }

    internal T Epsilon { get; init; }

    /// <summary>What is added to the stored weight.</summary>
    internal T Offset { get; init; }

    /// <summary>(pieces, sums of a piece).</summary>
    internal T* Partials { get; init; }

    internal int Grain { get; init; }

    internal T* Row(T* rows, int row) => rows + ((nint)row * Width);

    /// <summary>The sums of the piece that begins at a row.</summary>
    internal T* Partial(int start, int numbers) =>
        Partials == null ? null : Partials + ((nint)(start / Grain) * numbers);
}
