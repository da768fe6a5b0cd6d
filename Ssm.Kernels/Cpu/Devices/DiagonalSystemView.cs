namespace Ssm.Kernels;

/// <summary>The discrete system of a diagonal recurrence on a device, or the gradients of one.</summary>
/// <param name="A">ā: (H, N), or (P) where all channels share the modes.</param>
/// <param name="B">b̄: (H, N), or (P, H).</param>
/// <param name="C">c: (H, N), or (H, P).</param>
/// <param name="D">d: (H), or nothing.</param>
public readonly record struct DiagonalSystemView<T>(ComplexView<T> A, ComplexView<T> B, ComplexView<T> C, View<T> D)
    where T : unmanaged;
