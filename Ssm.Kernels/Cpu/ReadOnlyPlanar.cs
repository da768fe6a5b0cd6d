namespace Ssm.Kernels;

/// <summary>A complex span that is only read: two planes, real parts and imaginary parts, of the same length.</summary>
public readonly ref struct ReadOnlyPlanar<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Joins two planes.</summary>
    /// <exception cref="ArgumentException">The planes differ in length.</exception>
    public ReadOnlyPlanar(ReadOnlySpan<T> re, ReadOnlySpan<T> im)
    {
        Guard.Length(im.Length, re.Length, nameof(ReadOnlyPlanar<>), nameof(im));
        Re = re;
        Im = im;
    }

    /// <summary>The real parts.</summary>
    public ReadOnlySpan<T> Re { get; }

    /// <summary>The imaginary parts.</summary>
    public ReadOnlySpan<T> Im { get; }

    /// <summary>The number of complex elements.</summary>
    public int Length => Re.Length;

    /// <summary>A part of both planes.</summary>
    public ReadOnlyPlanar<T> Slice(int start, int length) => new(Re.Slice(start, length), Im.Slice(start, length));
}
