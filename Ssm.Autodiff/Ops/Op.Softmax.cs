namespace Ssm.Autodiff;

/// <content>Softmax over any axis.</content>
public static partial class Op
{
    /// <summary>exp x / Σ exp x over one axis. Real.</summary>
    /// <remarks>Adjoint: x̄ = y ⊙ (ȳ − Σ y ⊙ ȳ), the sum over the axis.</remarks>
    public static Variable<T> Softmax<T>(Variable<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Softmax));
        return axis == x.Shape.Rank - 1 ? SoftmaxOfRows(x) : Exchanged(SoftmaxOfRows(Exchanged(x, axis)), axis);
    }

    /// <summary>x − log Σ exp x over one axis: the logarithm of softmax. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ − exp(y)·Σ ȳ, the sum over the axis.</remarks>
    public static Variable<T> LogSoftmax<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(LogSoftmax));
        return axis == x.Shape.Rank - 1 ? LogSoftmax(x) : Exchanged(LogSoftmax(Exchanged(x, axis)), axis);
    }

    /// <summary>One axis and the last exchanged: its own inverse.</summary>
    private static Variable<T> Exchanged<T>(Variable<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int[] order = [.. Enumerable.Range(0, x.Shape.Rank)];
        (order[^1], order[axis]) = (order[axis], order[^1]);
        return Permute(x, order);
    }

    private static Variable<T> SoftmaxOfRows<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int width = LastAxis(nameof(Softmax), x);
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend);
        y.Backend.Softmax(x.Array.Re, y.Re, width);
        return x.Tape is { } tape ? Record(tape, x, y, width) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> x, NdArray<T> y, int width)
        {
            return tape.Record(y, SoftmaxPullback, [x]);

            void SoftmaxPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                NdArray<T> dx = NdArray<T>.Allocate(y.Shape, y.Backend);
                y.Backend.SoftmaxAdjoint(y.Re, dy.Re, dx.Re, width);
                gradients.Add(x, dx);
            }
        }
    }
}
