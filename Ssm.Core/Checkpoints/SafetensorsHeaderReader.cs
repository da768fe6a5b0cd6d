using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Ssm.Core.Checkpoints;

/// <summary>Reads a header that may be damaged or hostile: nothing in it is believed before it is checked.</summary>
internal static class SafetensorsHeaderReader
{
    private const string Damaged = "the file is damaged or cut short: copy it again";

    // More axes than any array library has. Without a limit a header of many small numbers would grow in memory.
    private const int MaxAxes = 64;

    // An entry's shape is at depth 3; what is deeper can only be a field of a later version, which is skipped.
    private static readonly JsonReaderOptions s_options = new() { MaxDepth = 16 };

    /// <summary>Reads the header's bytes, with the length checked against the file before they are allocated.</summary>
    internal static byte[] ReadJson(FileStream stream, string path)
    {
        // The length and the shortest JSON, "{}".
        if (stream.Length < sizeof(ulong) + 2)
        {
            throw new CheckpointException(path, $"has {stream.Length} bytes, expected 10 or more; {Damaged}.");
        }

        Span<byte> prefix = stackalloc byte[sizeof(ulong) + 1];
        stream.ReadExactly(prefix);

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(prefix);
        ulong most = (ulong)Math.Min(stream.Length - sizeof(ulong), SafetensorsHeader.MaxLength);
        if (length < 2 || length > most)
        {
            throw new CheckpointException(
                path,
                $"the header's length is {length}, expected 2 to {most} in a file of {stream.Length} bytes; "
                + $"{Damaged}.");
        }

        if (prefix[^1] != (byte)'{')
        {
            throw new CheckpointException(
                path,
                $"the header begins with byte 0x{prefix[^1]:X2}, expected 0x7B '{{'; is this a safetensors file?");
        }

        byte[] json = new byte[(int)length];
        stream.Position = sizeof(ulong);
        stream.ReadExactly(json);
        return json;
    }

    /// <summary>Parses the JSON and checks that the tensors cover the data block exactly.</summary>
    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> json, string path, long dataLength)
    {
        Dictionary<string, SafetensorsEntry> entries = [];
        OrderedDictionary<string, string>? metadata = null;
        try
        {
            Utf8JsonReader reader = new(json, s_options);
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                reader.Read();
                if (name == SafetensorsHeader.MetadataName)
                {
                    metadata = metadata is null
                        ? ReadMetadata(ref reader, path)
                        : throw new CheckpointException(path, name, "stands in the header twice, expected once.");
                }
                else if (!entries.TryAdd(name, ReadEntry(ref reader, path, name)))
                {
                    throw new CheckpointException(path, name, "stands in the header twice, expected once.");
                }
            }

            // Only white space may follow: one more read either ends or throws.
            reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The reader throws the second for text that is not valid UTF-8 or UTF-16.
            throw new CheckpointException(path, $"the header is not valid JSON: {error.Message} {Damaged}.", error);
        }

        return new SafetensorsHeader(InDataOrder(entries, path, dataLength), metadata ?? []);
    }

    private static OrderedDictionary<string, string> ReadMetadata(ref Utf8JsonReader reader, string path)
    {
        const string Name = SafetensorsHeader.MetadataName;
        Expect(ref reader, JsonTokenType.StartObject, path, Name, "an object of strings");
        OrderedDictionary<string, string> metadata = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            Expect(
                ref reader, JsonTokenType.String, path, Name, $"a string under '{CheckpointException.Shorten(key)}'");
            if (!metadata.TryAdd(key, reader.GetString()!))
            {
                throw new CheckpointException(
                    path, Name, $"'{CheckpointException.Shorten(key)}' stands there twice, expected once.");
            }
        }

        return metadata;
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string path, string name)
    {
        Expect(ref reader, JsonTokenType.StartObject, path, name, "an object with dtype, shape and data_offsets");
        string? dtype = null;
        List<long>? shape = null, offsets = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("dtype"u8))
            {
                Once(dtype is null, path, name, "dtype");
                reader.Read();
                Expect(ref reader, JsonTokenType.String, path, name, "a string as 'dtype'");
                dtype = reader.GetString();
            }
            else if (reader.ValueTextEquals("shape"u8))
            {
                Once(shape is null, path, name, "shape");
                shape = ReadNumbers(ref reader, path, name, "shape", most: int.MaxValue);
            }
            else if (reader.ValueTextEquals("data_offsets"u8))
            {
                Once(offsets is null, path, name, "data_offsets");
                offsets = ReadNumbers(ref reader, path, name, "data_offsets", most: long.MaxValue);
            }
            else
            {
                reader.Skip();
            }
        }

        return CheckEntry(
            path,
            name,
            dtype ?? throw Missing(path, name, "dtype"),
            shape ?? throw Missing(path, name, "shape"),
            offsets ?? throw Missing(path, name, "data_offsets"));
    }

    private static SafetensorsEntry CheckEntry(
        string path, string name, string dtype, List<long> shape, List<long> offsets)
    {
        if (!SafetensorsTypes.TryParse(dtype, out SafetensorsType type))
        {
            throw new CheckpointException(
                path, name, $"'dtype' is '{CheckpointException.Shorten(dtype)}', expected {SafetensorsTypes.Known}.");
        }

        if (offsets.Count != 2 || offsets[0] > offsets[1])
        {
            throw new CheckpointException(
                path,
                name,
                $"'data_offsets' is {Describe(offsets)}, expected a begin and an end not before it; {Damaged}.");
        }

        long bytes = type.Bytes();
        try
        {
            foreach (long size in shape)
            {
                bytes = checked(bytes * size);
            }
        }
        catch (OverflowException)
        {
            throw new CheckpointException(
                path, name, $"'shape' is {Describe(shape)}, expected fewer than 2⁶³ bytes of {dtype}; {Damaged}.");
        }

        if (bytes != offsets[1] - offsets[0])
        {
            throw new CheckpointException(
                path,
                name,
                $"'data_offsets' is {Describe(offsets)}, {offsets[1] - offsets[0]} bytes, expected {bytes} bytes for "
                + $"{dtype} of shape {Describe(shape)}; {Damaged}.");
        }

        return new SafetensorsEntry(name, type, [.. shape.Select(size => (int)size)], offsets[0], bytes);
    }

    private static OrderedDictionary<string, SafetensorsEntry> InDataOrder(
        Dictionary<string, SafetensorsEntry> entries, string path, long dataLength)
    {
        OrderedDictionary<string, SafetensorsEntry> ordered = new(entries.Count);
        long end = 0;

        // The header may list tensors in any order. One without elements begins where it ends, so the length breaks
        // ties.
        foreach (SafetensorsEntry entry in entries.Values.OrderBy(e => e.Offset).ThenBy(e => e.ByteLength))
        {
            if (entry.Offset != end)
            {
                string fault = entry.Offset < end ? "overlaps the tensor before it" : "leaves a hole before it";
                throw new CheckpointException(
                    path, entry.Name, $"begins at byte {entry.Offset} and {fault}, expected byte {end}; {Damaged}.");
            }

            if (entry.ByteLength > dataLength - end)
            {
                throw new CheckpointException(
                    path,
                    entry.Name,
                    $"ends at byte {entry.Offset} + {entry.ByteLength}, expected {dataLength} at most, the size of "
                    + $"the data; {Damaged}.");
            }

            end += entry.ByteLength;
            ordered.Add(entry.Name, entry);
        }

        return end == dataLength
            ? ordered
            : throw new CheckpointException(
                path, $"has {dataLength - end} bytes after the last tensor, expected none; {Damaged}.");
    }

    private static List<long> ReadNumbers(ref Utf8JsonReader reader, string path, string name, string field, long most)
    {
        reader.Read();
        Expect(ref reader, JsonTokenType.StartArray, path, name, $"an array as '{field}'");
        List<long> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(ref reader, JsonTokenType.Number, path, name, $"whole numbers in '{field}'");
            if (!reader.TryGetInt64(out long number) || number < 0 || number > most)
            {
                string text = Encoding.UTF8.GetString(reader.ValueSpan);
                throw new CheckpointException(
                    path,
                    name,
                    $"'{field}' has {CheckpointException.Shorten(text)}, expected a whole number from 0 "
                    + $"to {most}; {Damaged}.");
            }

            numbers.Add(number);
            if (numbers.Count > MaxAxes)
            {
                throw new CheckpointException(
                    path, name, $"'{field}' has more than {MaxAxes} numbers, expected fewer; {Damaged}.");
            }
        }

        return numbers;
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type, string path, string name, string expected)
    {
        if (reader.TokenType != type)
        {
            throw new CheckpointException(
                path, name, $"has a JSON {reader.TokenType}, expected {expected}; {Damaged}.");
        }
    }

    private static void Once(bool first, string path, string name, string field)
    {
        if (!first)
        {
            throw new CheckpointException(path, name, $"'{field}' stands there twice, expected once; {Damaged}.");
        }
    }

    private static CheckpointException Missing(string path, string name, string field) =>
        new(path, name, $"has no '{field}', expected dtype, shape and data_offsets; {Damaged}.");

    private static string Describe(List<long> numbers)
    {
        const int Shown = 16;
        return $"[{string.Join(", ", numbers.Take(Shown))}{(numbers.Count > Shown ? ", …" : "")}]";
    }
}
