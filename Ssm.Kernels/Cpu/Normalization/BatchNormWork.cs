namespace Ssm.Kernels;

/// <summary>
/// What the pieces of <see cref="BatchNorm"/> share; every array but the rows has a number for each feature.
/// </summary>
internal readonly unsafe struct BatchNormWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required T* X { get; init; }

    internal required T* Mean { get; init; }

    internal required int Width { get; init; }

    internal T* Y { get; init; }

    internal T* Dy { get; init; }

    internal T* Dx { get; init; }

    internal T* Scale { get; init; }

    internal T* Slope { get; init; }

    internal T* Shift { get; init; }

    /// <summary>(pieces, 2 · width).</summary>
    internal T* Partials { get; init; }

    internal int Grain { get; init; }

    internal T* Row(T* rows, int row) => rows + ((nint)row * Width);

    internal T* Partial(int start) => Partials + (2 * (nint)(start / Grain) * Width);
}
