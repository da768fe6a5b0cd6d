namespace Ssm.Autodiff;

/// <content>The short depthwise convolution before a selective state space.</content>
public static partial class Op
{
    /// <summary>
    /// y[b, t, h] = bias[h] + Σ_j w[j, h]·x[b, t − (K−1) + j, h]: the last tap weighs the current step.
    /// </summary>
    /// <remarks>
    /// Adjoint, with the steps before the first counted from −(K − 1) and ȳ zero after the last:
    /// <code>
    ///   x̄[b, s, h] = Σ_j w[j, h]·ȳ[b, s + (K−1) − j, h]     of the steps before as well
    ///   w̄[j, h]    = Σ_b Σ_t ȳ[b, t, h]·x[b, t − (K−1) + j, h]
    ///   b̄[h]       = Σ_b Σ_t ȳ[b, t, h]
    /// </code>
    /// Gu and Dao, "Mamba", 2023, arXiv:2312.00752, figure 3.
    /// </remarks>
    /// <param name="x">Real, (B, L, H).</param>
    /// <param name="weight">Real, (K, H), K of 1 to 8.</param>
    /// <param name="bias">(H); zeros where absent.</param>
    /// <param name="previous">The K − 1 steps before the first, (B, K − 1, H), oldest first; zeros where
    /// absent.</param>
    /// <returns>(B, L, H).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static Variable<T> CausalConv1d<T>(
        Variable<T> x, Variable<T> weight, Variable<T>? bias = null, Variable<T>? previous = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShape shape = CheckCausalConv1d(x, weight, bias, previous);
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend);
        y.Backend.CausalConv1d(x.Array.Re, weight.Array.Re, PlaneOf(bias), PlaneOf(previous), y.Re, shape);
        return Tape<T>.Of(x, weight, bias, previous) is { } tape
            ? Record(tape, x, weight, bias, previous, y, shape)
            : Constant(y);

        static Variable<T> Record(
            Tape<T> tape, Variable<T> x, Variable<T> weight, Variable<T>? bias, Variable<T>? previous, NdArray<T> y,
            ConvolutionShape shape)
        {
            return tape.Record(y, CausalConv1dPullback, [x, weight, bias, previous]);

            void CausalConv1dPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                (NdArray<T>? dx, NdArray<T>? dw) = ConvolutionGradients(x, weight);
                (NdArray<T>? db, NdArray<T>? dp) = NormGradients(bias, previous);
                dy.Backend.CausalConv1dAdjoint(
                    x.Array.Re, weight.Array.Re, PlaneOf(previous), dy.Re, dx?.Re ?? default, dw?.Re ?? default,
                    db?.Re ?? default, dp?.Re ?? default, shape);
                AddConvolutionGradients(gradients, x, weight, dx, dw);
                if (db is not null)
                {
                    gradients.Add(bias!, db);
                }

                if (dp is not null)
                {
                    gradients.Add(previous!, dp);
                }
            }
        }
    }

    private static ConvolutionShape CheckCausalConv1d<T>(
        Variable<T> x, Variable<T> weight, Variable<T>? bias, Variable<T>? previous)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShape shape = CheckConvolution(nameof(CausalConv1d), x, weight);
        if (shape.Width is < 1 or > ConvolutionShape.LargestWidth)
        {
            throw new ArgumentException(
                $"CausalConv1d: 'weight' has {shape.Width} taps, expected 1 to {ConvolutionShape.LargestWidth}; use " +
                "CausalConvolution for more.", nameof(weight));
        }

        CheckOptional(nameof(bias), bias, new Shape(shape.Channels));
        CheckOptional(nameof(previous), previous, new Shape(shape.Batch, shape.Width - 1, shape.Channels));
        return shape;

        void CheckOptional(string argument, Variable<T>? operand, Shape expected)
        {
            if (operand is not null)
            {
                NdMath.RequireReal(nameof(CausalConv1d), operand.Array);
                NdMath.RequireSameDevice(nameof(CausalConv1d), x.Array, operand.Array);
                if (operand.Shape != expected)
                {
                    throw new ArgumentException(
                        $"CausalConv1d: '{argument}' has shape {operand.Shape}, expected {expected}.", argument);
                }
            }
        }
    }
}
