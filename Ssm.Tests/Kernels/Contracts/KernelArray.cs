using System.Numerics;

namespace Ssm.Tests.Kernels.Contracts;

/// <summary>The index of the row and of the channel that an element belongs to; −1 where it belongs to all of them.
/// </summary>
internal readonly record struct Place(int Row, int Channel)
{
    /// <summary>Whether what happens here may be seen there.</summary>
    internal bool Reaches(Place other) =>
        (Row < 0 || other.Row < 0 || Row == other.Row)
        && (Channel < 0 || other.Channel < 0 || Channel == other.Channel);
}

/// <summary>What a kernel does with an array.</summary>
internal enum KernelUse
{
    Read,
    Written,
    Changed,
}

/// <summary>One array of a kernel's call.</summary>
/// <param name="Name">What the row of the table calls it.</param>
/// <param name="Use">Whether it is read, written, or both.</param>
/// <param name="Content">What it holds before the call, where it is read.</param>
/// <param name="Place">Where an element belongs.</param>
/// <param name="Plane">0 for a real array, 1 and 2 for the planes of a complex one.</param>
/// <param name="Checked">Whether the kernel itself sees its length.</param>
internal sealed record KernelArray<T>(
    string Name, KernelUse Use, T[] Content, Func<int, Place> Place, int Plane, bool Checked)
    where T : unmanaged, IFloatingPointIeee754<T>;
