using Ssm.Kernels;

namespace Ssm.Tests.Devices;

/// <summary>Memory of a <see cref="FarBackend{T}"/>: only the device that made it can reach what is in it.</summary>
/// <param name="owner">The device.</param>
/// <param name="hidden">Where the numbers are.</param>
internal sealed class FarBuffer<TElement>(object owner, Buffer<TElement> hidden) : Buffer<TElement>(hidden.Length)
    where TElement : unmanaged
{
    internal object Owner { get; } = owner;

    internal Buffer<TElement> Hidden { get; } = hidden;
}
