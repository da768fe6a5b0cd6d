namespace Ssm.Autodiff;

/// <summary>The differentiable functions of <see cref="Variable{T}"/>: each file holds one, or one family.</summary>
/// <remarks>
/// In the formulas x̄ is the gradient of the real loss with respect to x, ∂L/∂Re x + i·∂L/∂Im x. Operands are real or
/// complex in any mix unless an op says otherwise, and broadcast by NumPy's rules where they meet element by element.
/// Shapes: B batch, L time, H channels, N state, V vocabulary, K taps.
/// </remarks>
public static partial class Op
{
    // An output that no tape needs is a plain value.
    private static Variable<T> Constant<T>(NdArray<T> value)
        where T : unmanaged, IFloatingPointIeee754<T> => new(value, tape: null);
}
