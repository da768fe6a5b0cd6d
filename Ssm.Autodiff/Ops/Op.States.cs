namespace Ssm.Autodiff;

/// <content>Recurrences together with the state to go on from.</content>
public static partial class Op
{
    /// <summary><see cref="DiagonalScan"/> together with the state after the last step, to go on from.</summary>
    /// <remarks>
    /// Adjoint: that of the scan, the gradient of the last state being added to that of h[L − 1]. Without any steps the
    /// last state is the initial one.
    /// </remarks>
    /// <param name="a">The transition, (B, L, C), or (C) for one that is the same at every step.</param>
    /// <param name="b">The input, (B, L, C).</param>
    /// <param name="initial">The state h[−1] before the first step, (B, C); zero where absent.</param>
    /// <param name="resets">(B, L), 1 at each step whose state before counts as zero; none where absent.</param>
    /// <param name="algorithm">Step after step, or in parallel over time; by default the shape decides.</param>
    /// <returns>All states, (B, L, C), and h[L − 1], (B, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static (Variable<T> States, Variable<T> Last) DiagonalScanWithState<T>(
        Variable<T> a,
        Variable<T> b,
        Variable<T>? initial = null,
        Indices? resets = null,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> states = DiagonalScan(a, b, initial, resets, algorithm);
        return (states, StateAt(states, states.Shape[1] - 1, initial));
    }

    /// <summary><see cref="ReverseDiagonalScan"/> together with the state of the first step, to go on from.</summary>
    /// <remarks>
    /// Adjoint: that of the scan, the gradient of the first state being added to that of h[0]. Without any steps the
    /// first state is the initial one.
    /// </remarks>
    /// <param name="a">The transition, (B, L, C), or (C) for one that is the same at every step.</param>
    /// <param name="b">The input, (B, L, C).</param>
    /// <param name="initial">The state h[L] after the last step, (B, C); zero where absent.</param>
    /// <param name="resets">(B, L), 1 at each step whose state before counts as zero; none where absent.</param>
    /// <param name="algorithm">Step after step, or in parallel over time; by default the shape decides.</param>
    /// <returns>All states, (B, L, C), and h[0], (B, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static (Variable<T> States, Variable<T> First) ReverseDiagonalScanWithState<T>(
        Variable<T> a,
        Variable<T> b,
        Variable<T>? initial = null,
        Indices? resets = null,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> states = ReverseDiagonalScan(a, b, initial, resets, algorithm);
        return (states, StateAt(states, 0, initial));
    }

    /// <summary><see cref="CausalConv1d"/> together with its state: the last K − 1 steps, to go on from.</summary>
    /// <remarks>
    /// The state is a copy of inputs, so its gradient is added to theirs: to x̄, and to the gradient of the previous
    /// steps where L is less than K − 1.
    /// </remarks>
    /// <param name="x">Real, (B, L, H).</param>
    /// <param name="weight">Real, (K, H), K of 1 to 8.</param>
    /// <param name="bias">(H); zeros where absent.</param>
    /// <param name="previous">The K − 1 steps before the first, (B, K − 1, H), oldest first; zeros where
    /// absent.</param>
    /// <returns>(B, L, H), and the last K − 1 of previous steps and x, (B, K − 1, H), oldest first.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static (Variable<T> Y, Variable<T> Last) CausalConv1dWithState<T>(
        Variable<T> x, Variable<T> weight, Variable<T>? bias = null, Variable<T>? previous = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> y = CausalConv1d(x, weight, bias, previous);
        int steps = x.Shape[1], kept = weight.Shape[0] - 1;
        Variable<T> last = steps >= kept
            ? Slice(x, 1, steps - kept, kept)
            : previous is null
                ? Pad(x, 1, kept - steps, 0)
                : Concat(1, Slice(previous, 1, steps, kept - steps), x);
        return (y, last);
    }

    private static Variable<T> StateAt<T>(Variable<T> states, int step, Variable<T>? initial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (states.Shape[1] > 0)
        {
            return Select(states, 1, step);
        }

        NdArray<T> zeros = NdArray<T>.AllocateZeros(
            [states.Shape[0], states.Shape[2]], states.Backend, states.IsComplex);
        return initial is null ? Constant(zeros) : Add(initial, zeros);
    }
}
