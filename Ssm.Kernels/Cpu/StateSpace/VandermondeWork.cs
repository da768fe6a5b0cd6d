namespace Ssm.Kernels;

/// <summary>What the pieces of <see cref="Vandermonde"/> share.</summary>
internal readonly unsafe struct VandermondeWork<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal required PlanePointers<T> V { get; init; }

    internal required PlanePointers<T> Z { get; init; }

    /// <summary>The kernel (L, H), or its gradient.</summary>
    internal required T* K { get; init; }

    internal required T Scale { get; init; }

    internal required int Length { get; init; }

    internal required int Channels { get; init; }

    internal required int Modes { get; init; }

    internal PlanePointers<T> Dv { get; init; }

    internal PlanePointers<T> Dz { get; init; }

    internal int Blocks => (int)(((long)Length + ExponentialPowers.Block - 1) / ExponentialPowers.Block);

    internal (double Re, double Im) At(PlanePointers<T> plane, int h, int n)
    {
        nint at = ((nint)h * Modes) + n;
        return (double.CreateTruncating(plane.Re[at]), double.CreateTruncating(plane.Im[at]));
    }
}
