namespace Ssm.Autodiff;

/// <content>Losses of classifiers.</content>
public static partial class Op
{
    /// <summary>x − log Σ exp x over the last axis: the logarithm of softmax.</summary>
    /// <remarks>Adjoint: x̄ = ȳ − exp(y)·Σ ȳ, the sum over the last axis.</remarks>
    public static Variable<T> LogSoftmax<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = LastAxis(nameof(LogSoftmax), x);
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend);
        y.Backend.LogSoftmax(x.Array.Re, y.Re, width);
        return x.Tape is { } tape ? Record(tape, x, y, width) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, NdArray<T> y, int width)
        {
            return tape.Record(y, LogSoftmaxPullback, [x]);

            void LogSoftmaxPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dx = NdArray<T>.Allocate(y.Shape, y.Backend);
                y.Backend.LogSoftmaxAdjoint(y.Re, dy.Re, dx.Re, width);
                gradients.Add(x, dx);
            }
        }
    }

    /// <summary>The cross-entropy −log softmax(logits)[label] of each row.</summary>
    /// <remarks>
    /// Adjoint: logits̄ = (softmax(logits) − one-hot(label))·ȳ. A label of −1 leaves its row out: loss 0.
    /// </remarks>
    /// <param name="logits">Real, (…, V).</param>
    /// <param name="labels">Classes 0 … V − 1, or −1 to leave a row out; of the shape (…).</param>
    /// <returns>The losses, real, (…).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static Variable<T> CrossEntropy<T>(Variable<T> logits, Indices labels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(labels);
        int width = LastAxis(nameof(CrossEntropy), logits);
        Shape rows = Labelled(nameof(CrossEntropy), logits, labels);
        IBackend<T> backend = logits.Backend;
        NdArray<T> loss = NdArray<T>.Allocate(rows, backend);
        NdArray<T> slope = NdArray<T>.Allocate(logits.Shape, backend);
        backend.CrossEntropy(logits.Array.Re, labels.On(backend), loss.Re, slope.Re, width);
        return logits.Tape is { } tape ? Record(tape, logits, loss, slope) : Constant(loss);

        static Variable<T> Record(Tape<T> tape, Variable<T> logits, NdArray<T> loss, NdArray<T> slope)
        {
            Shape column = new([.. loss.Shape.Sizes, 1]);
            return tape.Record(loss, CrossEntropyPullback, [logits]);

            void CrossEntropyPullback(NdArray<T> dy, Gradients<T> gradients) =>
                gradients.Add(logits, NdMath.Multiply(slope, dy.Reshape(column)));
        }
    }

    /// <summary>1 for each row whose greatest logit, the first of equals, is that of its label, else 0.</summary>
    /// <remarks>
    /// A label of −1 is never right, and neither is a row that begins with NaN. It has no gradient: their mean is the
    /// accuracy, which is no loss.
    /// </remarks>
    /// <param name="logits">Real, (…, V).</param>
    /// <param name="labels">Classes 0 … V − 1, or −1; of the shape (…).</param>
    /// <returns>Real, (…), on no tape.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is not a class.</exception>
    public static Variable<T> Hits<T>(Variable<T> logits, Indices labels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(labels);
        int width = LastAxis(nameof(Hits), logits);
        Shape rows = Labelled(nameof(Hits), logits, labels);
        NdArray<T> hits = NdArray<T>.Allocate(rows, logits.Backend);
        logits.Backend.Hits(logits.Array.Re, labels.On(logits.Backend), hits.Re, width);
        return Constant(hits);
    }

    // The shape of the rows, which has to be that of their labels.
    private static Shape Labelled<T>(string operation, Variable<T> logits, Indices labels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape rows = new(logits.Shape.Sizes[..^1]);
        if (labels.Shape != rows)
        {
            throw new ArgumentException(
                $"{operation}: 'labels' has shape {labels.Shape}, expected {rows} for logits {logits.Shape}.");
        }

        labels.RequireRange(operation, -1, logits.Shape[^1]);
        return rows;
    }

    private static int LastAxis<T>(string operation, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(operation, x.Array);
        return x.Shape.Rank > 0
            ? x.Shape[^1]
            : throw new ArgumentException($"{operation}: the operand is a scalar, expected one axis or more.");
    }
}
