namespace Ssm.Autodiff;

/// <content>Normalisation.</content>
public static partial class Op
{
    /// <summary>(x − μ)/√(σ² + ε) ⊙ w + b over the last axis, with its mean μ and biased variance σ².</summary>
    /// <remarks>
    /// Adjoint, with x̂ the normalised input, g = ȳ ⊙ w and means over the last axis:
    /// <code>
    ///   x̄ = (g − mean(g) − x̂·mean(g ⊙ x̂)) / √(σ² + ε)
    ///   w̄ = Σ ȳ ⊙ x̂,  b̄ = Σ ȳ
    /// </code>
    /// Ba, Kiros and Hinton, "Layer Normalization", 2016, arXiv:1607.06450.
    /// </remarks>
    /// <param name="x">Real, (…, H).</param>
    /// <param name="weight">(H); ones where absent.</param>
    /// <param name="bias">(H); zeros where absent.</param>
    /// <param name="epsilon">ε: 1e-5 in PyTorch, 1e-6 in Flax.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static Variable<T> LayerNorm<T>(Variable<T> x, Variable<T>? weight, Variable<T>? bias, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = CheckNorm(nameof(LayerNorm), x, weight, bias);
        IBackend<T> backend = x.Backend;
        Shape rows = new(x.Shape.Sizes[..^1]);
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, backend);
        NdArray<T> mean = NdArray<T>.Allocate(rows, backend);
        NdArray<T> inverse = NdArray<T>.Allocate(rows, backend);
        backend.LayerNorm(
            x.Array.Re, PlaneOf(weight), PlaneOf(bias), y.Re, mean.Re, inverse.Re, width, epsilon);
        return Tape<T>.Of(x, weight, bias) is { } tape
            ? Record(tape, x, weight, bias, y, mean, inverse, width)
            : Constant(y);

        static Variable<T> Record(
            Tape<T> tape, Variable<T> x, Variable<T>? weight, Variable<T>? bias, NdArray<T> y,
            NdArray<T> mean, NdArray<T> inverse, int width)
        {
            return tape.Record(y, LayerNormPullback, [x, weight, bias]);

            void LayerNormPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dx = NdArray<T>.Allocate(x.Shape, dy.Backend);
                (NdArray<T>? dw, NdArray<T>? db) = NormGradients(weight, bias);
                dy.Backend.LayerNormAdjoint(
                    x.Array.Re, PlaneOf(weight), mean.Re, inverse.Re, dy.Re, dx.Re,
                    dw?.Re ?? default, db?.Re ?? default, width);
                AddNormGradients(gradients, x, weight, bias, dx, dw, db);
            }
        }
    }

    /// <summary>
    /// (x − μ)/√(σ² + ε) ⊙ w + b with the mean μ and biased variance σ² of each feature over all positions of a batch.
    /// </summary>
    /// <remarks>
    /// Adjoint: as that of <see cref="LayerNorm"/>, with means over the positions. Ioffe and Szegedy, "Batch
    /// Normalization", 2015, arXiv:1502.03167. The statistics are returned for the running averages; no gradient
    /// flows through them.
    /// </remarks>
    /// <param name="x">Real, (…, H).</param>
    /// <param name="weight">(H); ones where absent.</param>
    /// <param name="bias">(H); zeros where absent.</param>
    /// <param name="epsilon">ε, 1e-5 in most code.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static (Variable<T> Y, NdArray<T> Mean, NdArray<T> Variance) BatchNorm<T>(
        Variable<T> x, Variable<T>? weight, Variable<T>? bias, T epsilon)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = CheckNorm(nameof(BatchNorm), x, weight, bias);
        IBackend<T> backend = x.Backend;
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, backend);
        NdArray<T> mean = NdArray<T>.Allocate([width], backend);
        NdArray<T> variance = NdArray<T>.Allocate([width], backend);
        backend.BatchNorm(
            x.Array.Re, PlaneOf(weight), PlaneOf(bias), y.Re, mean.Re, variance.Re, epsilon);
        Variable<T> output = Tape<T>.Of(x, weight, bias) is { } tape
            ? Record(tape, x, weight, bias, y, mean, variance, epsilon)
            : Constant(y);
        return (output, Kept(mean), Kept(variance));

        static Variable<T> Record(
            Tape<T> tape, Variable<T> x, Variable<T>? weight, Variable<T>? bias, NdArray<T> y,
            NdArray<T> mean, NdArray<T> variance, T epsilon)
        {
            return tape.Record(y, BatchNormPullback, [x, weight, bias]);

            void BatchNormPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dx = NdArray<T>.Allocate(x.Shape, dy.Backend);
                (NdArray<T>? dw, NdArray<T>? db) = NormGradients(weight, bias);
                dy.Backend.BatchNormAdjoint(
                    x.Array.Re, PlaneOf(weight), mean.Re, variance.Re, dy.Re, dx.Re,
                    dw?.Re ?? default, db?.Re ?? default, epsilon);
                AddNormGradients(gradients, x, weight, bias, dx, dw, db);
            }
        }
    }

    private static int CheckNorm<T>(string operation, Variable<T> x, Variable<T>? weight, Variable<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = LastAxis(operation, x);
        foreach (Variable<T>? operand in (ReadOnlySpan<Variable<T>?>)[weight, bias])
        {
            if (operand is not null)
            {
                NdMath.RequireReal(operation, operand.Array);
                NdMath.RequireSameDevice(operation, x.Array, operand.Array);
                if (operand.Shape != new Shape(width))
                {
                    throw new ArgumentException(
                        $"{operation}: weight and bias must have shape ({width}) as the last axis, not " +
                        $"{operand.Shape}.");
                }
            }
        }

        return width;
    }

    private static View<T> PlaneOf<T>(Variable<T>? x)
        where T : unmanaged, IFloatingPointIeee754<T> => x?.Array.Re ?? default;

    private static (NdArray<T>? Dw, NdArray<T>? Db) NormGradients<T>(Variable<T>? weight, Variable<T>? bias)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (weight?.Tape is null ? null : NdArray<T>.Allocate(weight.Shape, weight.Backend),
         bias?.Tape is null ? null : NdArray<T>.Allocate(bias.Shape, bias.Backend));

    private static void AddNormGradients<T>(
        Gradients<T> gradients, Variable<T> x, Variable<T>? weight, Variable<T>? bias,
        NdArray<T> dx, NdArray<T>? dw, NdArray<T>? db)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        gradients.Add(x, dx);
        if (dw is not null)
        {
            gradients.Add(weight!, dw);
        }

        if (db is not null)
        {
            gradients.Add(bias!, db);
        }
    }
}
