namespace Ssm.Kernels;

/// <summary>Where a row lies in pinned memory; <see cref="Im"/> means nothing for real data.</summary>
/// <remarks>
/// Spans cannot cross to another thread, so a public kernel pins its spans and its pieces work on these.
/// </remarks>
internal readonly unsafe struct PlanePointers<T>
    where T : unmanaged
{
    internal readonly T* Re;
    internal readonly T* Im;

    internal PlanePointers(T* re, T* im)
    {
        Re = re;
        Im = im;
    }

    /// <summary>False for an optional argument that was left out, which comes as an empty span.</summary>
    internal bool Exists => Re != null;

    internal PlanePointers<T> At(nint offset) => new(Re + offset, Im + offset);

    /// <summary>The row at an offset, or still nothing.</summary>
    internal PlanePointers<T> AtIfExists(nint offset) => Exists ? At(offset) : default;
}
