using System.Collections.Immutable;

namespace Ssm.Core.Checkpoints;

/// <summary>One tensor of a safetensors file: where it is and how it is stored, without its numbers.</summary>
/// <param name="Name">The tensor's name, unique in its file.</param>
/// <param name="Type">How its numbers are stored.</param>
/// <param name="Shape">Its sizes, outermost first; empty for a scalar. Elements are row-major.</param>
/// <param name="Offset">Where its first byte is, counted from the start of the data block.</param>
/// <param name="ByteLength">How many bytes it takes.</param>
public sealed record SafetensorsEntry(
    string Name,
    SafetensorsType Type,
    ImmutableArray<int> Shape,
    long Offset,
    long ByteLength)
{
    /// <summary>The number of elements: the product of the shape, 1 for a scalar.</summary>
    public long Count => ByteLength / Type.Bytes();

    /// <summary>For example <c>F32 (64, 128)</c>.</summary>
    public override string ToString() => $"{Type.Code()} ({string.Join(", ", Shape)})";
}
