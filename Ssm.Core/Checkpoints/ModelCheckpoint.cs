using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Ssm.Core.Layers;

namespace Ssm.Core.Checkpoints;

/// <summary>Saves a model's parameters and buffers under their dotted names, and reads them back.</summary>
/// <remarks>
/// A complex array is two tensors, <c>name.re</c> and <c>name.im</c>. A <c>float</c> model is stored as F32 and a
/// <c>double</c> one as F64, so what is reloaded has the same bits. The file of a <see cref="TrainingCheckpoint"/> is
/// one of these with more in it, and loads as one.
/// </remarks>
public static class ModelCheckpoint
{
    /// <summary>What the names of tensors begin with that are not the model's but the training's.</summary>
    internal const char TrainingMark = '@';

    /// <summary>Writes a model to a new file, flushes it, and renames it over the target.</summary>
    /// <param name="path">The target. Its folder must exist.</param>
    /// <param name="module">The model.</param>
    /// <param name="metadata">Strings to be stored beside it, such as the sizes it was built with.</param>
    /// <exception cref="ArgumentException">Two arrays of the model have the same name.</exception>
    /// <exception cref="IOException">The file cannot be written; the old one is untouched.</exception>
    public static void Save<T>(string path, Module<T> module, IReadOnlyDictionary<string, string>? metadata = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        SafetensorsWriter.Write(path, [.. ModelPlane<T>.Of(module).Select(plane => plane.ToTensor())], metadata);
    }

    /// <summary>Reads a model's parameters and buffers from a file that has exactly these, with these shapes.</summary>
    /// <remarks>
    /// Numbers of another floating-point type are converted. Where anything is wrong the model is unchanged.
    /// </remarks>
    /// <param name="path">A file of <see cref="Save"/> or of <see cref="TrainingCheckpoint"/>.</param>
    /// <param name="module">The model, built with the sizes it was saved with.</param>
    /// <returns>The strings that were stored beside it.</returns>
    /// <exception cref="CheckpointException">
    /// The file is damaged, or something is missing, too much, or of another shape.
    /// </exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyDictionary<string, string> Load<T>(string path, Module<T> module)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        SafetensorsFile file = SafetensorsFile.Open(path);
        List<ModelPlane<T>> planes = ModelPlane<T>.Of(module);
        T[][] values = ModelPlanes.Read(file, planes, static name => name.StartsWith(TrainingMark));
        ModelPlanes.Upload(planes, values);
        return file.Metadata;
    }

    /// <summary>SHA-256, in lower-case hexadecimal, over all that <see cref="Save"/> stores, in its order.</summary>
    /// <remarks>
    /// Of each tensor: the length of its name in UTF-8 and the name, its number of axes and their sizes, the bytes of
    /// one number, all as 32-bit little-endian integers, then its numbers little-endian.
    /// </remarks>
    public static string WeightsSha256<T>(Module<T> module)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(module);
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (ModelPlane<T> plane in ModelPlane<T>.Of(module))
        {
            byte[] name = Encoding.UTF8.GetBytes(plane.Name);
            Append(hash, name.Length);
            hash.AppendData(name);
            Append(hash, plane.Shape.Rank);
            foreach (int size in plane.Shape)
            {
                Append(hash, size);
            }

            Append(hash, Unsafe.SizeOf<T>());
            AppendNumbers<T>(hash, plane.Download());
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Append(IncrementalHash hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    private static void AppendNumbers<T>(IncrementalHash hash, ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // In pieces, because the bytes of a large array are more than a span can count.
        const int Piece = 1 << 20;
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> piece = values[..Math.Min(values.Length, Piece)];
            ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(piece);
            hash.AppendData(BitConverter.IsLittleEndian ? bytes : Reversed(bytes, bytes.Length / piece.Length));
            values = values[piece.Length..];
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
