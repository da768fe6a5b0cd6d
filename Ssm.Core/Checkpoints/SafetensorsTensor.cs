using System.Collections.Immutable;
using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Core.Checkpoints;

/// <summary>A tensor to be written: a name, a shape, and numbers that stay where they are until they are
/// written.</summary>
public abstract class SafetensorsTensor
{
    private protected SafetensorsTensor(string name, SafetensorsType type, ReadOnlySpan<int> shape, int length)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (name == SafetensorsHeader.MetadataName)
        {
            throw new ArgumentException(
                $"SafetensorsTensor: 'name' is '{name}', expected another: the format keeps that one for metadata.",
                nameof(name));
        }

        long count = 1;
        foreach (int size in shape)
        {
            // The product cannot overflow: it stops growing above the length of any array.
            count = size < 0 ? -1 : Math.Min(count * size, int.MaxValue);
            if (count < 0)
            {
                break;
            }
        }

        if (count != length)
        {
            throw new ArgumentException(
                $"SafetensorsTensor: '{name}' has {length} values, expected the product of its shape "
                + $"({string.Join(", ", shape.ToArray())}).",
                nameof(shape));
        }

        (Name, Type, Shape) = (name, type, [.. shape]);
        ByteLength = (long)length * type.Bytes();
    }

    /// <summary>The tensor's name.</summary>
    public string Name { get; }

    /// <summary>How its numbers are stored.</summary>
    public SafetensorsType Type { get; }

    /// <summary>Its sizes, outermost first; empty for a scalar.</summary>
    public ImmutableArray<int> Shape { get; }

    /// <summary>How many bytes it takes in the file.</summary>
    public long ByteLength { get; }

    /// <summary>A tensor of <c>float</c> (stored as F32) or <c>double</c> (F64).</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">Its sizes, outermost first; empty for a scalar.</param>
    /// <param name="values">The elements, row-major. Not copied: leave them unchanged until they are written.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape, or T is another
    /// type.</exception>
    public static SafetensorsTensor From<T>(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SafetensorsType type = typeof(T) == typeof(float) ? SafetensorsType.Float32
            : typeof(T) == typeof(double) ? SafetensorsType.Float64
            : throw new ArgumentException(
                $"SafetensorsTensor: '{name}' is of {typeof(T).Name}, expected Single or Double.", nameof(values));
        return new Typed<T>(name, type, shape, values);
    }

    /// <inheritdoc cref="From{T}(string, ReadOnlySpan{int}, ReadOnlyMemory{T})"/>
    public static SafetensorsTensor From<T>(string name, ReadOnlySpan<int> shape, T[] values)
        where T : unmanaged, IFloatingPointIeee754<T> => From(name, shape, (ReadOnlyMemory<T>)values);

    /// <summary>A tensor in bfloat16 (BF16): numbers rounded to the nearest of 8 significant bits, ties to even.
    /// </summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">Its sizes, outermost first; empty for a scalar.</param>
    /// <param name="values">The elements, row-major; rounded to float first where they are wider.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public static SafetensorsTensor ToBFloat16<T>(string name, ReadOnlySpan<int> shape, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ushort[] rounded = new ushort[values.Length];
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = BrainFloat.Round(float.CreateTruncating(values[i]));
        }

        return new Typed<ushort>(name, SafetensorsType.BFloat16, shape, rounded);
    }

    /// <summary>A tensor of 64-bit integers (I64), for counters and the states of random sources.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <param name="shape">Its sizes, outermost first; empty for a scalar.</param>
    /// <param name="values">The elements, row-major. Not copied: leave them unchanged until they are written.</param>
    /// <exception cref="ArgumentException">The number of values is not the product of the shape.</exception>
    public static SafetensorsTensor FromInt64(string name, ReadOnlySpan<int> shape, ReadOnlyMemory<long> values) =>
        new Typed<long>(name, SafetensorsType.Int64, shape, values);

    internal abstract void WriteTo(Stream stream);

    private sealed class Typed<T> : SafetensorsTensor
        where T : unmanaged
    {
        private readonly ReadOnlyMemory<T> _values;

        internal Typed(string name, SafetensorsType type, ReadOnlySpan<int> shape, ReadOnlyMemory<T> values)
            : base(name, type, shape, values.Length) => _values = values;

        internal override void WriteTo(Stream stream)
        {
            // In pieces, because the bytes of a large array are more than a span can count.
            const int Piece = 1 << 20;
            for (int start = 0; start < _values.Length; start += Piece)
            {
                ReadOnlySpan<T> piece = _values.Span.Slice(start, Math.Min(Piece, _values.Length - start));
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(piece);
                stream.Write(BitConverter.IsLittleEndian ? bytes : Reversed(bytes, Type.Bytes()));
            }
        }

        private static byte[] Reversed(ReadOnlySpan<byte> bytes, int size)
        {
            byte[] reversed = bytes.ToArray();
            for (int i = 0; i < reversed.Length; i += size)
            {
                reversed.AsSpan(i, size).Reverse();
            }

            return reversed;
        }
    }
}
