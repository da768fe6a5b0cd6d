namespace Ssm.Autodiff;

/// <content>Functions of one argument, real or complex, and their adjoints.</content>
internal static partial class NdMath
{
    internal static NdArray<T> ComplexUnary<T, TOp>(NdArray<T> z, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        NdArray<T> w = NdArray<T>.Allocate(z.Shape, z.Backend, complex: true);
        z.Backend.ComplexUnary(op, z.Planes, w.Planes);
        return w;
    }

    /// <summary>f'(x) ⊙ dy for a real function.</summary>
    internal static NdArray<T> UnaryAdjoint<T, TOp>(NdArray<T> x, NdArray<T> y, NdArray<T> dy, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        NdArray<T> dx = NdArray<T>.Allocate(x.Shape, x.Backend);
        x.Backend.UnaryAdjoint(op, x.Re, y.Re, dy.Re, dx.Re);
        return dx;
    }

    /// <summary>conj(f'(z)) ⊙ dw for a holomorphic function.</summary>
    internal static NdArray<T> ComplexUnaryAdjoint<T, TOp>(NdArray<T> z, NdArray<T> w, NdArray<T> dw, TOp op)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        NdArray<T> dz = NdArray<T>.Allocate(z.Shape, z.Backend, complex: true);
        z.Backend.ComplexUnaryAdjoint(op, z.Planes, w.Planes, ToComplex(dw).Planes, dz.Planes);
        return dz;
    }

    /// <summary>
    /// The partial derivatives of a real function of two arguments, times dy, over the broadcast shape.
    /// </summary>
    internal static NdArray<T> BinaryAdjoint<T, TOp>(
        NdArray<T> a, NdArray<T> b, NdArray<T> y, NdArray<T> dy, TOp op, bool left)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
    {
        BroadcastPlan plan = BroadcastPlan.Create(a.Shape.Sizes, b.Shape.Sizes);
        NdArray<T> gradient = NdArray<T>.Allocate(y.Shape, y.Backend);
        if (left)
        {
            y.Backend.BinaryAdjointLeft(op, plan, a.Re, b.Re, y.Re, dy.Re, gradient.Re);
        }
        else
        {
            y.Backend.BinaryAdjointRight(op, plan, a.Re, b.Re, y.Re, dy.Re, gradient.Re);
        }

        return gradient;
    }
}
