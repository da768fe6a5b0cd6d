using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>An operand of a case on a device, with guard zones around it.</summary>
/// <param name="Name">What the case calls it.</param>
/// <param name="Role">Whether it is read or written.</param>
/// <param name="Buffer">The memory.</param>
/// <param name="Before">All of the memory as it was before the primitive ran.</param>
/// <param name="Front">Numbers before the operand.</param>
/// <param name="Length">Numbers of the operand.</param>
/// <param name="Tolerance">For a result: how far off it may be.</param>
internal sealed record SceneOperand<T>(
    string Name, SceneRole Role, Buffer<T> Buffer, T[] Before, int Front, int Length, Tolerance Tolerance)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>All of the memory as it is now; filled by <see cref="Download"/>.</summary>
    internal T[] After { get; private set; } = [];

    /// <summary>What a primitive is handed.</summary>
    internal View<T> View => new(Buffer, Front, Length);

    /// <summary>The operand as it is now.</summary>
    internal ReadOnlySpan<T> Result => After.AsSpan(Front, Length);

    internal void Download(IBackend<T> backend)
    {
        After = new T[Before.Length];
        backend.Download(new View<T>(Buffer, 0, Before.Length), After);
    }

    /// <summary>The first number that was changed and should not have been, relative to the operand; null for none.
    /// </summary>
    internal int? FirstDisturbed()
    {
        if (Role == SceneRole.Input)
        {
            return FirstDifference(0, Before.Length);
        }

        return FirstDifference(0, Front) ?? FirstDifference(Front + Length, Before.Length);
    }

    internal static bool SameBits(ReadOnlySpan<T> left, ReadOnlySpan<T> right) =>
        MemoryMarshal.AsBytes(left).SequenceEqual(MemoryMarshal.AsBytes(right));

    private int? FirstDifference(int start, int end)
    {
        ReadOnlySpan<byte> before = MemoryMarshal.AsBytes(Before.AsSpan(start..end));
        int same = before.CommonPrefixLength(MemoryMarshal.AsBytes(After.AsSpan(start..end)));
        return same == before.Length ? null : start + (same / Unsafe.SizeOf<T>()) - Front;
    }
}
