using System.Buffers.Binary;
using System.Collections.Immutable;
using System.IO.Compression;

namespace Ssm.Core.Data;

/// <summary>An array of bytes in the IDX format, in which MNIST and its relatives come.</summary>
/// <remarks>
/// Layout: two zero bytes, a byte for the element type (8 is an unsigned byte, the only one read here), a byte for the
/// number of dimensions, each dimension as a big-endian 32-bit integer, then the elements, row-major. Source: Y. LeCun,
/// C. Cortes and C. Burges, "The MNIST database of handwritten digits", section "The IDX file format".
/// </remarks>
public sealed class IdxFile
{
    private const byte UnsignedByte = 8;

    // DEFLATE cannot pack better than 1032 to 1 (zlib's technical details), so a header that asks for more is lying.
    private const long BestPacking = 1032;

    private readonly byte[] _elements;

    private IdxFile(ImmutableArray<int> dimensions, byte[] elements) =>
        (Dimensions, _elements) = (dimensions, elements);

    /// <summary>The sizes, outermost first.</summary>
    public ImmutableArray<int> Dimensions { get; }

    /// <summary>The elements, row-major.</summary>
    public ReadOnlySpan<byte> Elements => _elements;

    /// <summary>Reads a file, unpacking it if it is packed with gzip, whatever its name is.</summary>
    /// <param name="path">An IDX file of unsigned bytes.</param>
    /// <exception cref="InvalidDataException">It is damaged, or of another format or element type.</exception>
    /// <exception cref="IOException">It is missing or cannot be read.</exception>
    public static IdxFile Read(string path)
    {
        using FileStream file = new(path, FileMode.Open, FileAccess.Read);
        if (IsPacked(file))
        {
            using GZipStream unpacked = new(file, CompressionMode.Decompress);
            return Read(unpacked, path, mostBytes: file.Length * BestPacking);
        }

        return Read(file, path, mostBytes: file.Length);
    }

    private static bool IsPacked(FileStream file)
    {
        Span<byte> magic = stackalloc byte[2];
        int read = file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return read == magic.Length && magic[0] == 0x1F && magic[1] == 0x8B;
    }

    private static IdxFile Read(Stream stream, string path, long mostBytes)
    {
        ImmutableArray<int> dimensions = ReadHeader(stream, path);
        long count = 1;
        foreach (int size in dimensions)
        {
            // Both factors are below 2³¹, and the product is checked before the next: no overflow.
            count *= size;
            if (count > Math.Min(mostBytes, Array.MaxLength))
            {
                throw Damaged(
                    path, $"has dimensions ({string.Join(", ", dimensions)}), more than a file of its size can hold");
            }
        }

        byte[] elements = ReadElements(stream, path, (int)count);
        return stream.ReadByte() < 0
            ? new IdxFile(dimensions, elements)
            : throw Damaged(path, $"goes on after {count} elements, expected its end there");
    }

    private static ImmutableArray<int> ReadHeader(Stream stream, string path)
    {
        Span<byte> word = stackalloc byte[4];
        ReadHeaderWord(stream, path, word);
        if (word[0] != 0 || word[1] != 0)
        {
            throw Damaged(path, $"begins with the bytes {word[0]:X2} {word[1]:X2}, expected 00 00 of an IDX file");
        }

        if (word[2] != UnsignedByte)
        {
            throw Damaged(
                path, $"has elements of type 0x{word[2]:X2}{TypeName(word[2])}, expected 0x08, unsigned bytes");
        }

        if (word[3] == 0)
        {
            throw Damaged(path, "has 0 dimensions, expected 1 or more");
        }

        int[] dimensions = new int[word[3]];
        for (int i = 0; i < dimensions.Length; i++)
        {
            ReadHeaderWord(stream, path, word);
            dimensions[i] = BinaryPrimitives.ReadInt32BigEndian(word);
            if (dimensions[i] < 0)
            {
                throw Damaged(path, $"has {(uint)dimensions[i]} as dimension {i}, expected {int.MaxValue} at most");
            }
        }

        return [.. dimensions];
    }

    private static void ReadHeaderWord(Stream stream, string path, Span<byte> word)
    {
        if (stream.ReadAtLeast(word, word.Length, throwOnEndOfStream: false) < word.Length)
        {
            throw Damaged(path, "ends within its header");
        }
    }

    // Memory grows with what has really been read: a header alone gets a megabyte at most.
    private static byte[] ReadElements(Stream stream, string path, int count)
    {
        byte[] elements = new byte[Math.Min(count, 1 << 20)];
        int filled = 0;
        while (filled < count)
        {
            if (filled == elements.Length)
            {
                Array.Resize(ref elements, (int)Math.Min(count, 2L * elements.Length));
            }

            int read = stream.Read(elements, filled, elements.Length - filled);
            if (read == 0)
            {
                throw Damaged(path, $"ends after {filled} elements, expected {count}");
            }

            filled += read;
        }

        return elements;
    }

    private static string TypeName(byte type) => type switch
    {
        0x09 => " (signed bytes)",
        0x0B => " (16-bit integers)",
        0x0C => " (32-bit integers)",
        0x0D => " (floats)",
        0x0E => " (doubles)",
        _ => " (unknown)",
    };

    private static InvalidDataException Damaged(string path, string problem) =>
        new($"IdxFile: '{path}' {problem}; check that it is the right file and copied whole.");
}
