using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Ssm.Core.Checkpoints;

/// <summary>Turns stored bytes into numbers, a chunk of the file at a time.</summary>
internal static class SafetensorsDecoder
{
    // A multiple of every element's size, and small enough to stay in the second-level cache.
    private const int ChunkBytes = 1 << 16;

    internal static void Read<T>(FileStream stream, string path, SafetensorsEntry entry, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        bool sameType = (typeof(T) == typeof(float) && entry.Type == SafetensorsType.Float32)
            || (typeof(T) == typeof(double) && entry.Type == SafetensorsType.Float64);
        if (sameType && BitConverter.IsLittleEndian)
        {
            stream.ReadExactly(MemoryMarshal.AsBytes(values));
            return;
        }

        int size = entry.Type.Bytes();
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (!values.IsEmpty)
            {
                int count = Math.Min(values.Length, ChunkBytes / size);
                Span<byte> bytes = chunk.AsSpan(0, count * size);
                stream.ReadExactly(bytes);
                Decode(bytes, path, entry, values[..count]);
                values = values[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    internal static void ReadInt64(FileStream stream, string path, SafetensorsEntry entry, Span<long> values)
    {
        int size = entry.Type.Bytes();
        byte[] chunk = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            while (!values.IsEmpty)
            {
                int count = Math.Min(values.Length, ChunkBytes / size);
                Span<byte> bytes = chunk.AsSpan(0, count * size);
                stream.ReadExactly(bytes);
                for (int i = 0; i < count; i++)
                {
                    values[i] = Integer(bytes.Slice(i * size, size), path, entry);
                }

                values = values[count..];
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(chunk);
        }
    }

    private static void Decode<T>(ReadOnlySpan<byte> bytes, string path, SafetensorsEntry entry, Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int size = entry.Type.Bytes();
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> element = bytes.Slice(i * size, size);
            values[i] = entry.Type switch
            {
                SafetensorsType.Float64 => T.CreateTruncating(BinaryPrimitives.ReadDoubleLittleEndian(element)),
                SafetensorsType.Float32 => T.CreateTruncating(BinaryPrimitives.ReadSingleLittleEndian(element)),
                SafetensorsType.Float16 => T.CreateTruncating(BinaryPrimitives.ReadHalfLittleEndian(element)),
                SafetensorsType.BFloat16 => T.CreateTruncating(BFloat16(element)),
                SafetensorsType.UInt64 => T.CreateTruncating(BinaryPrimitives.ReadUInt64LittleEndian(element)),
                _ => T.CreateTruncating(Integer(element, path, entry)),
            };
        }
    }

    // A bfloat16 is a float without its lower 16 bits.
    private static float BFloat16(ReadOnlySpan<byte> element) =>
        BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(element) << 16);

    private static long Integer(ReadOnlySpan<byte> element, string path, SafetensorsEntry entry) => entry.Type switch
    {
        SafetensorsType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
        SafetensorsType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
        SafetensorsType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
        SafetensorsType.Int8 => (sbyte)element[0],
        SafetensorsType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
        SafetensorsType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
        SafetensorsType.UInt8 => element[0],
        SafetensorsType.Boolean => element[0] <= 1 ? element[0] : throw NotTruth(element[0], path, entry),
        SafetensorsType.UInt64 when BinaryPrimitives.ReadInt64LittleEndian(element) is >= 0 and long value => value,
        SafetensorsType.UInt64 => throw new CheckpointException(
            path,
            entry.Name,
            $"has {BinaryPrimitives.ReadUInt64LittleEndian(element)}, expected {long.MaxValue} at most."),
        _ => throw new CheckpointException(
            path, entry.Name, $"is {entry}, expected integers or truth values; read it with Read<T>."),
    };

    private static CheckpointException NotTruth(byte value, string path, SafetensorsEntry entry) =>
        new(path, entry.Name, $"has the byte {value}, expected 0 or 1 in {entry}; the file is damaged.");
}
