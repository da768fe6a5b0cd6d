using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Streaming;

/// <summary>
/// The state of one sequence as a value: to step from, to copy, to fork, to restore, to save to bytes and read back.
/// </summary>
/// <remarks>
/// The numbers have the layout of a row of a layer's chunk form and of its <see cref="Stepper{T}"/>: a state may come
/// from either and go to either. Where a model needs several numbers (real and imaginary parts, tails of convolutions,
/// counters) they stand one behind the other.
/// </remarks>
public sealed class SequenceState<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Bytes: "SSMS", version, bytes of a number, two zeros, count (int32), the numbers, FNV-1a of all before (uint64);
    // everything little-endian.
    private const int HeaderLength = 12;
    private const int HashLength = 8;
    private const byte Version = 1;
    private readonly T[] _values;

    /// <summary>The state before the first step: zeros.</summary>
    /// <param name="size">Numbers in it, as of <see cref="Stepper{T}.StateSize"/>.</param>
    public SequenceState(int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _values = new T[size];
    }

    private SequenceState(T[] values) => _values = values;

    /// <summary>Numbers in the state.</summary>
    public int Size => _values.Length;

    /// <summary>The numbers themselves, to hand to <see cref="Stepper{T}.Step"/>.</summary>
    public Span<T> Span => _values;

    /// <summary>The state before the first step of a stepper.</summary>
    public static SequenceState<T> For(Stepper<T> stepper)
    {
        ArgumentNullException.ThrowIfNull(stepper);
        return new SequenceState<T>(stepper.StateSize);
    }

    /// <summary>One row of the states of a batch.</summary>
    /// <param name="states">(B, S).</param>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">The states are not real (B, S).</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public static SequenceState<T> FromRow(NdArray<T> states, int row)
    {
        ArgumentNullException.ThrowIfNull(states);
        if (states.Shape.Rank != 2 || states.IsComplex)
        {
            throw new ArgumentException(
                $"SequenceState.FromRow: 'states' is {states}, expected real (B, S).", nameof(states));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, states.Shape[0]);
        int size = states.Shape[1];
        return new SequenceState<T>(states.ToArray().AsSpan(row * size, size).ToArray());
    }

    /// <summary>States as rows of a batch, (B, S), for <see cref="SequenceLayer{T}"/>'s chunk form.</summary>
    /// <exception cref="ArgumentException">There is no state, or their sizes differ.</exception>
    public static NdArray<T> Stack(params ReadOnlySpan<SequenceState<T>> states) =>
        Stack(CpuBackend<T>.Default, states);

    /// <summary>The same on a device: that of the layer that goes on from them.</summary>
    /// <exception cref="ArgumentException">There is no state, or their sizes differ.</exception>
    public static NdArray<T> Stack(IBackend<T> backend, params ReadOnlySpan<SequenceState<T>> states)
    {
        ArgumentNullException.ThrowIfNull(backend);
        if (states.IsEmpty)
        {
            throw new ArgumentException(
                "SequenceState.Stack: 'states' is empty, expected one or more.", nameof(states));
        }

        int size = states[0].Size;
        T[] rows = new T[states.Length * size];
        for (int i = 0; i < states.Length; i++)
        {
            if (states[i].Size != size)
            {
                throw new ArgumentException(
                    $"SequenceState.Stack: state {i} has {states[i].Size} numbers, expected {size} as state 0.",
                    nameof(states));
            }

            states[i].Span.CopyTo(rows.AsSpan(i * size));
        }

        return NdArray<T>.From(rows, [states.Length, size], backend);
    }

    /// <summary>A state of its own with the same numbers: what happens to one does not change the other.</summary>
    public SequenceState<T> Fork() => new((T[])_values.Clone());

    /// <summary>Goes back to another state, such as one that was forked before.</summary>
    /// <exception cref="ArgumentException">The sizes differ.</exception>
    public void Restore(SequenceState<T> other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Size != Size)
        {
            throw new ArgumentException(
                $"SequenceState.Restore: 'other' has {other.Size} numbers, expected {Size}.", nameof(other));
        }

        other.Span.CopyTo(_values);
    }

    /// <summary>Goes back to the state before the first step.</summary>
    public void Reset() => _values.AsSpan().Clear();

    /// <summary>The state as bytes that <see cref="FromBytes"/> reads on any machine.</summary>
    public byte[] ToBytes()
    {
        int width = Unsafe.SizeOf<T>();
        byte[] bytes = new byte[checked(HeaderLength + (_values.Length * width) + HashLength)];
        "SSMS"u8.CopyTo(bytes);
        bytes[4] = Version;
        bytes[5] = (byte)width;
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(8), _values.Length);
        for (int i = 0; i < _values.Length; i++)
        {
            Span<byte> at = bytes.AsSpan(HeaderLength + (i * width), width);
            if (width == sizeof(float))
            {
                BinaryPrimitives.WriteInt32LittleEndian(at, Unsafe.BitCast<T, int>(_values[i]));
            }
            else
            {
                BinaryPrimitives.WriteInt64LittleEndian(at, Unsafe.BitCast<T, long>(_values[i]));
            }
        }

        Span<byte> hashed = bytes.AsSpan()[..^HashLength];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(hashed.Length), Hash(hashed));
        return bytes;
    }

    /// <summary>A state from what <see cref="ToBytes"/> wrote.</summary>
    /// <param name="bytes">All of the bytes.</param>
    /// <param name="size">Numbers that the model's state has.</param>
    /// <exception cref="FormatException">
    /// The bytes are no state, are damaged, or belong to a model of another size or element type; the message says
    /// which.
    /// </exception>
    public static SequenceState<T> FromBytes(ReadOnlySpan<byte> bytes, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        int width = Unsafe.SizeOf<T>();
        if (bytes.Length < HeaderLength + HashLength || !bytes.StartsWith("SSMS"u8))
        {
            throw new FormatException(
                $"SequenceState.FromBytes: {bytes.Length} bytes that do not begin as a saved state does.");
        }

        if (bytes[4] != Version)
        {
            throw new FormatException(
                $"SequenceState.FromBytes: the state is of version {bytes[4]}, expected {Version}.");
        }

        if (bytes[5] != width)
        {
            throw new FormatException(
                $"SequenceState.FromBytes: the state has numbers of {bytes[5]} bytes, expected {width} of " +
                $"{typeof(T).Name}.");
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (count != size)
        {
            throw new FormatException(
                $"SequenceState.FromBytes: the state has {count} numbers, expected {size}; it belongs to another " +
                "model.");
        }

        if (bytes.Length != HeaderLength + ((long)count * width) + HashLength ||
            BinaryPrimitives.ReadUInt64LittleEndian(bytes[^HashLength..]) != Hash(bytes[..^HashLength]))
        {
            throw new FormatException("SequenceState.FromBytes: the bytes are damaged: their checksum is not theirs.");
        }

        T[] values = new T[count];
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<byte> at = bytes.Slice(HeaderLength + (i * width), width);
            values[i] = width == sizeof(float)
                ? Unsafe.BitCast<int, T>(BinaryPrimitives.ReadInt32LittleEndian(at))
                : Unsafe.BitCast<long, T>(BinaryPrimitives.ReadInt64LittleEndian(at));
        }

        return new SequenceState<T>(values);
    }

    // FNV-1a, 64 bits: against damage, not against malice.
    private static ulong Hash(ReadOnlySpan<byte> bytes)
    {
        ulong hash = 14695981039346656037;
        foreach (byte value in bytes)
        {
            hash = (hash ^ value) * 1099511628211;
        }

        return hash;
    }
}
