namespace Ssm.Kernels;

/// <summary>
/// Two parts of buffers that together hold complex numbers: a plane of real and one of imaginary parts.
/// </summary>
public readonly record struct ComplexView<T>
    where T : unmanaged
{
    /// <summary>Joins two planes of the same length.</summary>
    /// <exception cref="ArgumentException">The planes differ in length.</exception>
    public ComplexView(View<T> re, View<T> im)
    {
        Guard.Length(im.Length, re.Length, nameof(ComplexView<>));
        Re = re;
        Im = im;
    }

    /// <summary>The real parts.</summary>
    public View<T> Re { get; }

    /// <summary>The imaginary parts.</summary>
    public View<T> Im { get; }

    /// <summary>The number of complex elements.</summary>
    public int Length => Re.Length;

    /// <summary>Whether this is the view of nothing, as an optional operand that was left out.</summary>
    public bool IsNothing => Re.IsNothing;

    /// <summary>A part of both planes.</summary>
    public ComplexView<T> Slice(int offset, int length) => new(Re.Slice(offset, length), Im.Slice(offset, length));
}
