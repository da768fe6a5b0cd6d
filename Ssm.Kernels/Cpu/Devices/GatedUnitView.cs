namespace Ssm.Kernels;

/// <summary>The two linear maps of a gated linear unit on a device, or the gradients of them.</summary>
/// <param name="Value">W₁, (O, H).</param>
/// <param name="ValueBias">b₁, (O).</param>
/// <param name="Gate">W₂, (O, H).</param>
/// <param name="GateBias">b₂, (O).</param>
public readonly record struct GatedUnitView<T>(View<T> Value, View<T> ValueBias, View<T> Gate, View<T> GateBias)
    where T : unmanaged;
