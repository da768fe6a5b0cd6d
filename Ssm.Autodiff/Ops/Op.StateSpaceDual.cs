namespace Ssm.Autodiff;

/// <content>The state space dual of Mamba-2: a recurrence with a scalar decay, computed by matrix products.</content>
public static partial class Op
{
    /// <summary>y[i, j] = Σ_{j &lt; k ≤ i} x[k]: the sums of all segments of the last axis; 0 where j ≥ i.</summary>
    /// <remarks>
    /// Each column is a running sum of its own from zero on, not a difference of two running sums, which would cancel.
    /// A composition of ops. Dao and Gu, "Transformers are SSMs", 2024, arXiv:2405.21060, listing 1.
    /// </remarks>
    /// <param name="x">(…, Q).</param>
    /// <returns>(…, Q, Q).</returns>
    /// <exception cref="ArgumentException">x is a scalar.</exception>
    public static Variable<T> SegmentSum<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank == 0)
        {
            throw new ArgumentException("SegmentSum: 'x' is a scalar, expected one axis or more.", nameof(x));
        }

        int length = x.Shape[^1];
        Variable<T> columns = BroadcastTo(
            Reshape(x, [.. x.Shape.Sizes, 1]), [.. x.Shape.Sizes, length]);
        return CumulativeSum(LowerTriangle(columns, diagonal: -1), axis: -2);
    }

    /// <summary>h[t] = e^ℓ[t] h[t−1] + x[t] B[t]ᵀ, y[t] = h[t] C[t], with a state (P, N) for each head.</summary>
    /// <remarks>
    /// In chunks of Q steps, with s the running sum of ℓ within a chunk, S the state before it:
    /// <code>
    ///   y[i]  = Σ_{j ≤ i} (C[i]·B[j]) e^(s[i] − s[j]) x[j]  +  e^s[i] S C[i]
    ///   S    ←  e^s[Q−1] S + Σ_j e^(s[Q−1] − s[j]) x[j] B[j]ᵀ
    /// </code>
    /// so that all but one short recurrence over the chunks are products of matrices. No exponent is positive where ℓ
    /// is not. The result does not depend on Q but for rounding; the last chunk may be shorter. A composition of ops.
    /// Dao and Gu, "Transformers are SSMs", 2024, arXiv:2405.21060, section 6; state-spaces/mamba
    /// <c>mamba_ssm/modules/ssd_minimal.py</c>. Shapes: B sequences, L steps, H heads of P channels, G groups of
    /// consecutive heads that share their B and C, N states.
    /// </remarks>
    /// <param name="x">Real, (B, L, H, P): the inputs, already multiplied by their step sizes.</param>
    /// <param name="logDecay">ℓ, real, (B, L, H): Δ[t] A.</param>
    /// <param name="b">B, real, (B, L, G, N).</param>
    /// <param name="c">C, real, (B, L, G, N).</param>
    /// <param name="chunk">Q, 1 or more.</param>
    /// <param name="initial">The states before the first step, (B, H, P, N); zero where absent.</param>
    /// <returns>y, (B, L, H, P), and the states after the last step, (B, H, P, N).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static (Variable<T> Y, Variable<T> Final) StateSpaceDual<T>(
        Variable<T> x, Variable<T> logDecay, Variable<T> b, Variable<T> c, int chunk, Variable<T>? initial = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckDual(x, logDecay, b, c, chunk, initial);
        (int batch, int length, int heads, int width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        (int groups, int states) = (b.Shape[2], b.Shape[3]);
        Variable<T> start = initial ?? Constant(
            NdArray<T>.AllocateZeros([batch, heads, width, states], x.Backend));
        if (length == 0)
        {
            return (x, start);
        }

        // Steps that are added decay nothing and bring nothing: the state goes through them as it is.
        int steps = Math.Min(chunk, length), chunks = (length + steps - 1) / steps, added = (chunks * steps) - length;
        int together = heads / groups, row = together * width;
        Variable<T> inputs = Permute(
            Reshape(Padded(x), [batch, chunks, steps, groups, row]), 0, 1, 3, 2, 4);            // (B, c, G, Q, KP)
        Variable<T> input = Permute(
            Reshape(Padded(b), [batch, chunks, steps, groups, states]), 0, 1, 3, 2, 4);         // (B, c, G, Q, N)
        Variable<T> output = Permute(
            Reshape(Padded(c), [batch, chunks, steps, groups, states]), 0, 1, 3, 2, 4);
        Variable<T> decay = Permute(
            Reshape(Padded(logDecay), [batch, chunks, steps, groups, together]), 0, 1, 3, 4, 2); // (B, c, G, K, Q)

        Variable<T> power = LowerTriangle(Exp(SegmentSum(decay)));                              // (B, c, G, K, Q, Q)
        Variable<T> y = WithinChunks(inputs, input, output, power);

        // What a chunk adds to the state, then the state after each chunk.
        Variable<T> weighted = inputs * Spread(Select(power, axis: -2, steps - 1));
        Variable<T> sums = MatMul(weighted, input, transposeA: true);                           // (B, c, G, KP, N)
        Variable<T> running = Exp(CumulativeSum(decay, axis: -1));                              // (B, c, G, K, Q)
        Shape flat = [batch, chunks, heads * width * states];
        Variable<T> whole = BroadcastTo(
            Reshape(Select(running, axis: -1, steps - 1), [batch, chunks, heads, 1]),
            [batch, chunks, heads, width * states]);
        Variable<T> first = Reshape(start, [batch, flat[2]]);
        (Variable<T> after, Variable<T> last) =
            DiagonalScanWithState(Reshape(whole, flat), Reshape(sums, flat), first);
        Variable<T> before = Concat(
            1, Reshape(first, [batch, 1, flat[2]]), Slice(after, 1, 0, chunks - 1));
        Variable<T> carried = MatMul(
            output, Reshape(before, [batch, chunks, groups, row, states]), transposeB: true);   // (B, c, G, Q, KP)
        y = Reshape(Permute(y + (carried * Spread(running)), 0, 1, 3, 2, 4), [batch, length + added, heads, width]);
        return (added == 0 ? y : Slice(y, 1, 0, length), Reshape(last, start.Shape));

        Variable<T> Padded(Variable<T> rows) => added == 0 ? rows : Pad(rows, 1, 0, added);

        // (B, c, G, K, Q) to what multiplies (B, c, G, Q, KP).
        Variable<T> Spread(Variable<T> factors) => Reshape(
            BroadcastTo(
                Reshape(Permute(factors, 0, 1, 2, 4, 3), [batch, chunks, groups, steps, together, 1]),
                [batch, chunks, groups, steps, together, width]),
            [batch, chunks, groups, steps, row]);
    }

    // The products of the heads of a group share C·Bᵀ; each head then has decays of its own.
    private static Variable<T> WithinChunks<T>(
        Variable<T> inputs, Variable<T> input, Variable<T> output, Variable<T> power)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape s = power.Shape;
        (int together, int steps) = (s[3], s[4]);
        int width = inputs.Shape[4] / together;
        Variable<T> scores = Reshape(
            MatMul(output, input, transposeB: true), [s[0], s[1], s[2], 1, steps, steps]);
        Variable<T> perHead = Permute(
            Reshape(inputs, [s[0], s[1], s[2], steps, together, width]), 0, 1, 2, 4, 3, 5);
        return Reshape(
            Permute(MatMul(power * scores, perHead), 0, 1, 2, 4, 3, 5), inputs.Shape);
    }

    private static void CheckDual<T>(
        Variable<T> x, Variable<T> logDecay, Variable<T> b, Variable<T> c, int chunk, Variable<T>? initial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(b);
        ArgumentOutOfRangeException.ThrowIfLessThan(chunk, 1);
        if (x.Shape.Rank != 4 || b.Shape.Rank != 4 || b.Shape[2] < 1 || x.Shape[2] % b.Shape[2] != 0)
        {
            throw new ArgumentException(
                $"StateSpaceDual: 'x' has shape {x.Shape} and 'b' {b.Shape}, expected (B, L, H, P) and (B, L, G, N), " +
                "H a multiple of G.");
        }

        (int batch, int length, int heads, int width) = (x.Shape[0], x.Shape[1], x.Shape[2], x.Shape[3]);
        Shape weights = [batch, length, b.Shape[2], b.Shape[3]];
        Require(nameof(x), x, x.Shape);
        Require(nameof(logDecay), logDecay, [batch, length, heads]);
        Require(nameof(b), b, weights);
        Require(nameof(c), c, weights);
        if (initial is not null)
        {
            Require(nameof(initial), initial, [batch, heads, width, b.Shape[3]]);
        }

        void Require(string argument, Variable<T> operand, Shape expected)
        {
            ArgumentNullException.ThrowIfNull(operand, argument);
            NdMath.RequireReal(nameof(StateSpaceDual), operand.Array);
            NdMath.RequireSameDevice(nameof(StateSpaceDual), x.Array, operand.Array);
            if (operand.Shape != expected)
            {
                throw new ArgumentException(
                    $"StateSpaceDual: '{argument}' has shape {operand.Shape}, expected {expected}.", argument);
            }
        }
    }
}
