namespace Ssm.Kernels.Gpu;

/// <summary>
/// Three arrays of complex numbers, one for each recurrence that gradients need: x, and by how much x grows with b̄ and
/// with ā.
/// </summary>
internal readonly struct ModeGradients<T>(ComplexPlanes<T> x, ComplexPlanes<T> byB, ComplexPlanes<T> byA)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Of x; nothing where there is no initial state, as x is then b̄ ∂x/∂b̄.</summary>
    internal readonly ComplexPlanes<T> X = x;

    /// <summary>Of ∂x/∂b̄.</summary>
    internal readonly ComplexPlanes<T> ByB = byB;

    /// <summary>Of ∂x/∂ā, divided by b̄ where there is no initial state.</summary>
    internal readonly ComplexPlanes<T> ByA = byA;
}
