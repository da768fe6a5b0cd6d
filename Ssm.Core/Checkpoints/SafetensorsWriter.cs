using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace Ssm.Core.Checkpoints;

/// <summary>Writes safetensors files so that a killed program leaves either the old file or the new one.</summary>
public static class SafetensorsWriter
{
    /// <summary>
    /// Writes the tensors to a new file in the folder of <paramref name="path"/>, flushes it to the disk, and renames
    /// it over the target.
    /// </summary>
    /// <remarks>
    /// Where writing fails the old file is untouched and the new one is removed. A program that is killed in between
    /// leaves a file beside the target, named as the target with <c>.tmp</c> at its end, which may be deleted.
    /// </remarks>
    /// <param name="path">The target. Its folder must exist.</param>
    /// <param name="tensors">The tensors, stored in this order.</param>
    /// <param name="metadata">Strings to be stored beside them.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    /// <exception cref="CheckpointException">The header would be larger than the format allows.</exception>
    /// <exception cref="IOException">The folder is missing, the disk is full, or the target is not a file.</exception>
    public static void Write(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        CheckNames(tensors);
        byte[] header = Header(path, tensors, metadata);

        string temporary = $"{path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                stream.Write(header);
                foreach (SafetensorsTensor tensor in tensors)
                {
                    tensor.WriteTo(stream);
                }

                // Before the rename: a rename that reaches the disk first would leave an empty file after a power cut.
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static void CheckNames(IReadOnlyList<SafetensorsTensor> tensors)
    {
        HashSet<string> names = new(tensors.Count);
        foreach (SafetensorsTensor tensor in tensors)
        {
            if (!names.Add(tensor.Name))
            {
                throw new ArgumentException(
                    $"SafetensorsWriter: 'tensors' has '{tensor.Name}' twice, expected each name once.",
                    nameof(tensors));
            }
        }
    }

    private static byte[] Header(
        string path, IReadOnlyList<SafetensorsTensor> tensors, IReadOnlyDictionary<string, string>? metadata)
    {
        ArrayBufferWriter<byte> json = new();
        using (Utf8JsonWriter writer = new(json))
        {
            writer.WriteStartObject();
            WriteMetadata(writer, metadata);
            long offset = 0;
            foreach (SafetensorsTensor tensor in tensors)
            {
                WriteEntry(writer, tensor, offset);
                offset += tensor.ByteLength;
            }

            writer.WriteEndObject();
        }

        // Spaces to a multiple of 8, so that the first number of the data block is aligned where the file is mapped.
        int padded = (json.WrittenCount + 7) & ~7;
        if (padded > SafetensorsHeader.MaxLength)
        {
            throw new CheckpointException(
                path,
                $"the header would be {padded} bytes, expected {SafetensorsHeader.MaxLength} at most; write "
                + "less metadata.");
        }

        byte[] header = new byte[sizeof(ulong) + padded];
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)padded);
        json.WrittenSpan.CopyTo(header.AsSpan(sizeof(ulong)));
        header.AsSpan(sizeof(ulong) + json.WrittenCount).Fill((byte)' ');
        return header;
    }

    private static void WriteMetadata(Utf8JsonWriter writer, IReadOnlyDictionary<string, string>? metadata)
    {
        if (metadata is null || metadata.Count == 0)
        {
            return;
        }

        writer.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach ((string key, string value) in metadata)
        {
            writer.WriteString(key, value);
        }

        writer.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter writer, SafetensorsTensor tensor, long offset)
    {
        writer.WriteStartObject(tensor.Name);
        writer.WriteString("dtype"u8, tensor.Type.Code());
        writer.WriteStartArray("shape"u8);
        foreach (int size in tensor.Shape)
        {
            writer.WriteNumberValue(size);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("data_offsets"u8);
        writer.WriteNumberValue(offset);
        writer.WriteNumberValue(offset + tensor.ByteLength);
        writer.WriteEndArray();
        writer.WriteEndObject();
    }
}
