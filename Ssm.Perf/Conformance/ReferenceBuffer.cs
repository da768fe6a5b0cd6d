using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <summary>Memory of the reference: an array.</summary>
internal sealed class ReferenceBuffer<TElement> : Buffer<TElement>
    where TElement : unmanaged
{
    internal ReferenceBuffer(int length)
        : base(length) => Items = new TElement[length];

    internal TElement[] Items { get; }
}
