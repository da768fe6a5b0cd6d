namespace Ssm.Kernels;

/// <content>Elementwise primitives over complex numbers.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void ComplexUnary<TOp>(TOp op, ComplexView<T> z, ComplexView<T> w)
        where TOp : struct, IComplexUnaryOp<T>
    {
        WorkSplit.Run(z.Length, ElementGrain, 16L * z.Length, _threads, (op, z, w), static (s, start, end) =>
            ComplexElementwise.Unary(s.op, Part(s.z, start, end), Part(s.w, start, end)));
    }

    /// <inheritdoc/>
    public void ComplexUnaryAdjoint<TOp>(
        TOp op, ComplexView<T> z, ComplexView<T> w, ComplexView<T> dw, ComplexView<T> dz)
        where TOp : struct, IComplexUnaryOp<T>
    {
        WorkSplit.Run(z.Length, ElementGrain, 16L * z.Length, _threads, (op, z, w, dw, dz), static (s, start, end) =>
            ComplexElementwise.UnaryAdjoint(
                s.op, Part(s.z, start, end), Part(s.w, start, end), Part(s.dw, start, end), Part(s.dz, start, end)));
    }

    /// <inheritdoc/>
    public void ComplexToReal<TOp>(TOp op, ComplexView<T> z, View<T> y)
        where TOp : struct, IComplexToRealOp<T>
    {
        WorkSplit.Run(z.Length, ElementGrain, 8L * z.Length, _threads, (op, z, y), static (s, start, end) =>
            ComplexElementwise.ToReal(s.op, Part(s.z, start, end), Part(s.y, start, end)));
    }

    /// <inheritdoc/>
    public void ComplexToRealAdjoint<TOp>(TOp op, ComplexView<T> z, View<T> y, View<T> dy, ComplexView<T> dz)
        where TOp : struct, IComplexToRealOp<T>
    {
        WorkSplit.Run(z.Length, ElementGrain, 8L * z.Length, _threads, (op, z, y, dy, dz), static (s, start, end) =>
            ComplexElementwise.ToRealAdjoint<T, TOp>(
                s.op, Part(s.z, start, end), Part(s.y, start, end), Part(s.dy, start, end), Part(s.dz, start, end)));
    }

    /// <inheritdoc/>
    public void ComplexMultiply(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y)
    {
        RunRows(plan, (a, b, y), static (s, row) =>
        {
            ReadOnlyPlanar<T> a = row.Left(s.a);
            ReadOnlyPlanar<T> b = row.Right(s.b);
            Planar<T> y = row.Result(s.y);
            if (a.Length == b.Length)
            {
                ComplexElementwise.Multiply(a, b, y);
            }
            else if (a.Length == 1)
            {
                ComplexElementwise.MultiplyLeftScalar(First(a), b, y);
            }
            else
            {
                ComplexElementwise.MultiplyRightScalar(a, First(b), y);
            }
        });
    }

    /// <inheritdoc/>
    public void ComplexMultiplyConjugate(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y)
    {
        RunRows(plan, (a, b, y), static (s, row) =>
        {
            ReadOnlyPlanar<T> a = row.Left(s.a);
            ReadOnlyPlanar<T> b = row.Right(s.b);
            Planar<T> y = row.Result(s.y);
            if (a.Length == b.Length)
            {
                ComplexElementwise.MultiplyConjugate(a, b, y);
            }
            else if (a.Length == 1)
            {
                ComplexElementwise.MultiplyConjugateLeftScalar(First(a), b, y);
            }
            else
            {
                ComplexElementwise.MultiplyConjugateRightScalar(a, First(b), y);
            }
        });
    }

    /// <inheritdoc/>
    public void ComplexDivide(BroadcastPlan plan, ComplexView<T> a, ComplexView<T> b, ComplexView<T> y)
    {
        RunRows(plan, (a, b, y), static (s, row) =>
        {
            ReadOnlyPlanar<T> a = row.Left(s.a);
            ReadOnlyPlanar<T> b = row.Right(s.b);
            Planar<T> y = row.Result(s.y);
            if (a.Length == b.Length)
            {
                ComplexElementwise.Divide(a, b, y);
            }
            else if (a.Length == 1)
            {
                ComplexElementwise.DivideLeftScalar(First(a), b, y);
            }
            else
            {
                ComplexElementwise.DivideRightScalar(a, First(b), y);
            }
        });
    }

    private static Planar<T> Part(ComplexView<T> view, int start, int end) =>
        new(Part(view.Re, start, end), Part(view.Im, start, end));

    private static ComplexNumber<T> First(ReadOnlyPlanar<T> x) => new(x.Re[0], x.Im[0]);
}
