namespace Ssm.Kernels;

/// <summary>A complex span held as two planes: real parts and imaginary parts, of the same length.</summary>
/// <remarks>Planes keep every vector lane a whole number of its own, so no kernel shuffles lanes.</remarks>
public readonly ref struct Planar<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Joins two planes.</summary>
    /// <exception cref="ArgumentException">The planes differ in length.</exception>
    public Planar(Span<T> re, Span<T> im)
    {
        Guard.Length(im.Length, re.Length, nameof(Planar<>), nameof(im));
        Re = re;
        Im = im;
    }

    /// <summary>The real parts.</summary>
    public Span<T> Re { get; }

    /// <summary>The imaginary parts.</summary>
    public Span<T> Im { get; }

    /// <summary>The number of complex elements.</summary>
    public int Length => Re.Length;

    /// <summary>The same memory, read only.</summary>
    public static implicit operator ReadOnlyPlanar<T>(Planar<T> planes) => new(planes.Re, planes.Im);

    /// <summary>A part of both planes.</summary>
    public Planar<T> Slice(int start, int length) => new(Re.Slice(start, length), Im.Slice(start, length));
}
