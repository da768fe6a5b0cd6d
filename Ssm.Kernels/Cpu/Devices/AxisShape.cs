namespace Ssm.Kernels;

/// <summary>An array seen from one of its axes: (outer, length, inner), row-major.</summary>
/// <param name="Outer">The product of the sizes before the axis.</param>
/// <param name="Length">The size of the axis.</param>
/// <param name="Inner">The product of the sizes after the axis.</param>
public readonly record struct AxisShape(int Outer, int Length, int Inner)
{
    /// <summary>The number of elements.</summary>
    public int Count => Outer * Length * Inner;
}
