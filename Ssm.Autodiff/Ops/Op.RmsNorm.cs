namespace Ssm.Autodiff;

/// <content>Normalisation by the root of the mean square.</content>
public static partial class Op
{
    /// <summary>x/√(mean x² + ε) ⊙ (w + offset) over the last axis.</summary>
    /// <remarks>
    /// Adjoint, with r = 1/√(mean x² + ε), x̂ = r·x, g = ȳ ⊙ (w + offset) and means over the last axis:
    /// <code>
    ///   x̄ = r·(g − x̂·mean(g ⊙ x̂))
    ///   w̄ = Σ ȳ ⊙ x̂
    /// </code>
    /// Zhang and Sennrich, "Root Mean Square Layer Normalization", 2019, arXiv:1910.07467.
    /// </remarks>
    /// <param name="x">Real, (…, H).</param>
    /// <param name="weight">(H); where absent the factor is 1, whatever the offset.</param>
    /// <param name="epsilon">ε: 1e-5 in Mamba, 1e-6 in Griffin.</param>
    /// <param name="offset">0 in Mamba; 1 in Griffin, whose weight is the distance from 1.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static Variable<T> RmsNorm<T>(Variable<T> x, Variable<T>? weight, T epsilon, T offset = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = CheckNorm(nameof(RmsNorm), x, weight, bias: null);
        IBackend<T> backend = x.Backend;
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, backend);
        NdArray<T> inverse = NdArray<T>.Allocate(new Shape(x.Shape.Sizes[..^1]), backend);
        backend.RmsNorm(x.Array.Re, PlaneOf(weight), y.Re, inverse.Re, width, epsilon, offset);
        return Tape<T>.Of(x, weight) is { } tape
            ? Record(tape, x, weight, y, inverse, width, offset)
            : Constant(y);

        static Variable<T> Record(
            Tape<T> tape, Variable<T> x, Variable<T>? weight, NdArray<T> y, NdArray<T> inverse, int width, T offset)
        {
            return tape.Record(y, RmsNormPullback, [x, weight]);

            void RmsNormPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dx = NdArray<T>.Allocate(x.Shape, dy.Backend);
                (NdArray<T>? dw, _) = NormGradients<T>(weight, bias: null);
                dy.Backend.RmsNormAdjoint(
                    x.Array.Re, PlaneOf(weight), inverse.Re, dy.Re, dx.Re, dw?.Re ?? default, width, offset);
                AddNormGradients(gradients, x, weight, null, dx, dw, null);
            }
        }
    }
}
