namespace Ssm.Autodiff;

/// <content>Convolution that mixes channels.</content>
public static partial class Op
{
    /// <summary>
    /// y[b, t, o] = bias[o] + Σ_j Σ_c w[j, c, o]·x[b, stride·t + j − padding, c], x being zero outside.
    /// </summary>
    /// <remarks>
    /// The K rows that a step sees are laid side by side, and one matrix product does the rest. Adjoint: that of the
    /// product, w̄ = Σ (rows)ᵀ·ȳ, and each row's gradient is added to the step it came from.
    /// </remarks>
    /// <param name="x">(B, L, C).</param>
    /// <param name="weight">(K, C, O).</param>
    /// <param name="bias">(O); zeros where absent.</param>
    /// <param name="stride">Steps of x from one output to the next.</param>
    /// <param name="padding">Zeros before the first and after the last step.</param>
    /// <returns>(B, (L + 2·padding − K)/stride + 1, O).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or x is shorter than the kernel.</exception>
    public static Variable<T> Conv1d<T>(
        Variable<T> x, Variable<T> weight, Variable<T>? bias = null, int stride = 1, int padding = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stride);
        bool fits = x.Shape.Rank == 3 && weight.Shape.Rank == 3 && weight.Shape[1] == x.Shape[2] && weight.Shape[0] > 0
            && x.Shape[1] + (2 * padding) >= weight.Shape[0];
        if (!fits)
        {
            throw new ArgumentException(
                $"Conv1d: 'x' has shape {x.Shape} and 'weight' {weight.Shape}, expected (B, L, C) and (K, C, O), " +
                $"with K at most L + {2 * padding}.");
        }

        int taps = weight.Shape[0];
        Variable<T> padded = Pad(x, 1, padding, padding);
        int steps = ((padded.Shape[1] - taps) / stride) + 1;
        int[] rows = new int[steps * taps];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = ((i / taps) * stride) + (i % taps);
        }

        int inputs = taps * x.Shape[2];
        Variable<T> seen = Reshape(IndexSelect(padded, 1, new Indices(rows, [rows.Length])), [x.Shape[0], steps,
            inputs]);
        Variable<T> y = MatMul(seen, Reshape(weight, [inputs, weight.Shape[2]]));
        return bias is null ? y : Add(y, bias);
    }
}
