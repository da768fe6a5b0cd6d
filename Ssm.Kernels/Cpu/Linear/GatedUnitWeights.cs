namespace Ssm.Kernels;

/// <summary>The two linear maps of a gated linear unit: the value W₁ x + b₁ and the gate W₂ x + b₂.</summary>
public readonly ref struct GatedUnitWeights<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Joins the parts.</summary>
    /// <param name="value">W₁, (O, H).</param>
    /// <param name="valueBias">b₁, (O).</param>
    /// <param name="gate">W₂, (O, H).</param>
    /// <param name="gateBias">b₂, (O).</param>
    public GatedUnitWeights(
        ReadOnlySpan<T> value, ReadOnlySpan<T> valueBias, ReadOnlySpan<T> gate, ReadOnlySpan<T> gateBias)
    {
        Value = value;
        ValueBias = valueBias;
        Gate = gate;
        GateBias = gateBias;
    }

    /// <summary>W₁, (O, H).</summary>
    public ReadOnlySpan<T> Value { get; }

    /// <summary>b₁, (O).</summary>
    public ReadOnlySpan<T> ValueBias { get; }

    /// <summary>W₂, (O, H).</summary>
    public ReadOnlySpan<T> Gate { get; }

    /// <summary>b₂, (O).</summary>
    public ReadOnlySpan<T> GateBias { get; }
}
