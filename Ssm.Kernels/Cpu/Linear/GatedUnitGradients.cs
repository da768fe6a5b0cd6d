namespace Ssm.Kernels;

/// <summary>Where an adjoint writes the gradients of <see cref="GatedUnitWeights{T}"/>; shapes as there.</summary>
public readonly ref struct GatedUnitGradients<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Joins the parts.</summary>
    /// <param name="value">Of W₁.</param>
    /// <param name="valueBias">Of b₁.</param>
    /// <param name="gate">Of W₂.</param>
    /// <param name="gateBias">Of b₂.</param>
    public GatedUnitGradients(Span<T> value, Span<T> valueBias, Span<T> gate, Span<T> gateBias)
    {
        Value = value;
        ValueBias = valueBias;
        Gate = gate;
        GateBias = gateBias;
    }

    /// <summary>Of W₁, (O, H).</summary>
    public Span<T> Value { get; }

    /// <summary>Of b₁, (O).</summary>
    public Span<T> ValueBias { get; }

    /// <summary>Of W₂, (O, H).</summary>
    public Span<T> Gate { get; }

    /// <summary>Of b₂, (O).</summary>
    public Span<T> GateBias { get; }
}
