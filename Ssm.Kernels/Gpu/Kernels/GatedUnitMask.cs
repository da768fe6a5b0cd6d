using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Factors (B, C) that are the same at all steps of a sequence; ones where they were left out.</summary>
internal readonly struct GatedUnitMask<T>(ArrayView<T> factors, int length, int width)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ArrayView<T> _factors = factors;
    private readonly int _sequence = length * width;
    private readonly int _width = width;

    /// <summary>A value times the factor of element <paramref name="i"/> of (B, L, C).</summary>
    internal T Apply(T value, int i) =>
        _factors.IntLength == 0 ? value : value * _factors[(i / _sequence * _width) + (i % _width)];
}
