namespace Ssm.Kernels;

/// <summary>A part of a buffer: what a backend's primitives read and write.</summary>
public readonly record struct View<TElement>
    where TElement : unmanaged
{
    /// <summary>
    /// The elements <paramref name="offset"/> up to <paramref name="offset"/> + <paramref name="length"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The part does not lie inside the buffer.</exception>
    public View(Buffer<TElement> buffer, int offset, int length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if (offset < 0 || length < 0 || offset > buffer.Length - length)
        {
            throw new ArgumentException(
                $"View: elements {offset} to {(long)offset + length} do not lie in a buffer of {buffer.Length}.");
        }

        Buffer = buffer;
        Offset = offset;
        Length = length;
    }

    /// <summary>The memory; null for the view of nothing, <c>default</c>.</summary>
    public Buffer<TElement>? Buffer { get; }

    /// <summary>Where the part starts.</summary>
    public int Offset { get; }

    /// <summary>The number of elements.</summary>
    public int Length { get; }

    /// <summary>Whether this is the view of nothing, as an optional operand that was left out.</summary>
    public bool IsNothing => Buffer is null;

    /// <summary>A part of this part.</summary>
    public View<TElement> Slice(int offset, int length)
    {
        if (offset < 0 || length < 0 || offset > Length - length)
        {
            throw new ArgumentException(
                $"View.Slice: elements {offset} to {(long)offset + length} do not lie in a view of {Length}.");
        }

        return Buffer is null ? default : new View<TElement>(Buffer, Offset + offset, length);
    }
}
