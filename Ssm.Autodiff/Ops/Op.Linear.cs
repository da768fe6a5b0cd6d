namespace Ssm.Autodiff;

/// <content>The affine map of a layer.</content>
public static partial class Op
{
    /// <summary>y = x Wᵀ + b over the last axis, the bias added to each part of y while it is in cache.</summary>
    /// <remarks>
    /// Adjoint, the sums over all axes but the last:
    /// <code>
    ///   x̄ = ȳ W
    ///   W̄ = Σ ȳᵀ x
    ///   b̄ = Σ ȳ
    /// </code>
    /// With a complex operand it is the product and the sum, one after the other.
    /// </remarks>
    /// <param name="x">(…, in), with any number of axes before the last, or none.</param>
    /// <param name="weight">W, (out, in), as in PyTorch.</param>
    /// <param name="bias">b, (out); none where absent.</param>
    /// <returns>(…, out).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or the devices differ.</exception>
    public static Variable<T> Linear<T>(Variable<T> x, Variable<T> weight, Variable<T>? bias = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckLinear(x, weight, bias);
        Shape result = new([.. x.Shape.Sizes[..^1], weight.Shape[0]]);
        if (x.IsComplex || weight.IsComplex || bias is { IsComplex: true })
        {
            Variable<T> rows = x.Shape.Rank == 1 ? Reshape(x, [1, x.Shape[0]]) : x;
            Variable<T> product = Reshape(MatMul(rows, weight, transposeB: true), result);
            return bias is null ? product : Add(product, bias);
        }

        int count = x.Shape.CountOf(0, x.Shape.Rank - 1);
        MatMulShape shape = new(count, weight.Shape[0], weight.Shape[1], false, true);
        NdArray<T> y = NdArray<T>.Allocate(result, x.Backend);
        y.Backend.Affine(x.Array.Re, weight.Array.Re, PlaneOf(bias), new Identity<T>(), y.Re, shape);
        return Tape<T>.Of(x, weight, bias) is { } tape ? RecordLinear(tape, x, weight, bias, y, shape) : Constant(y);
    }

    private static Variable<T> RecordLinear<T>(
        Tape<T> tape, Variable<T> x, Variable<T> weight, Variable<T>? bias, NdArray<T> y, MatMulShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return tape.Record(y, LinearPullback, [x, weight, bias], nameof(Linear));

        void LinearPullback(NdArray<T> dy, Gradients<T> gradients)
        {
            if (x.Tape is not null)
            {
                NdArray<T> dx = NdArray<T>.Allocate(x.Shape, dy.Backend);
                MatMulShape product = new(shape.M, shape.K, shape.N);
                dy.Backend.MatMul(dy.Re, weight.Array.Re, dx.Re, product, MatMulStrides.One, accumulate: false);
                gradients.Add(x, dx);
            }

            if (weight.Tape is not null)
            {
                NdArray<T> dw = NdArray<T>.Allocate(weight.Shape, dy.Backend);
                MatMulShape product = new(shape.N, shape.K, shape.M, TransposeLeft: true);
                dy.Backend.MatMul(dy.Re, x.Array.Re, dw.Re, product, MatMulStrides.One, accumulate: false);
                gradients.Add(weight, dw);
            }

            if (bias?.Tape is not null)
            {
                gradients.Add(bias, NdMath.SumTo(dy, bias.Shape));
            }
        }
    }

    private static void CheckLinear<T>(Variable<T> x, Variable<T> weight, Variable<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireSameDevice(nameof(Linear), x.Array, weight.Array);
        if (x.Shape.Rank < 1 || weight.Shape.Rank != 2 || x.Shape[^1] != weight.Shape[1])
        {
            throw new ArgumentException(
                $"Linear: 'x' has shape {x.Shape} and 'weight' {weight.Shape}, expected (…, in) and (out, in).");
        }

        if (bias is not null)
        {
            NdMath.RequireSameDevice(nameof(Linear), x.Array, bias.Array);
            if (bias.Shape.Rank != 1 || bias.Shape[0] != weight.Shape[0])
            {
                throw new ArgumentException(
                    $"Linear: 'bias' has shape {bias.Shape}, expected ({weight.Shape[0]}) as 'weight' is " +
                    $"{weight.Shape}.", nameof(bias));
            }
        }
    }
}
