using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Elementwise functions of complex numbers.</summary>
internal static class ComplexElementwiseKernels
{
    /// <summary>w = f(z).</summary>
    internal static void Unary<T, TOp>(TOp op, ComplexPlanes<T> z, ComplexPlanes<T> w, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            w[i] = op.Invoke(z[i]);
        }
    }

    /// <summary>dz = conj(f'(z)) ⊙ dw.</summary>
    internal static void UnaryAdjoint<T, TOp>(
        TOp op, ComplexPlanes<T> z, ComplexPlanes<T> w, ComplexPlanes<T> dw, ComplexPlanes<T> dz, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexUnaryOp<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            dz[i] = op.Derivative(z[i], w[i]).Conjugate * dw[i];
        }
    }

    /// <summary>y = f(z).</summary>
    internal static void ToReal<T, TOp>(TOp op, ComplexPlanes<T> z, ArrayView<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexToRealOp<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            y[i] = op.Invoke(z[i]);
        }
    }

    /// <summary>dz = the steepest ascent of f, times dy.</summary>
    internal static void ToRealAdjoint<T, TOp>(
        TOp op, ComplexPlanes<T> z, ArrayView<T> y, ArrayView<T> dy, ComplexPlanes<T> dz, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexToRealOp<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            dz[i] = dy[i] * op.Gradient(z[i], y[i]);
        }
    }

    /// <summary>y = f(a, b).</summary>
    internal static void Binary<T, TOp, TWalk>(
        TOp op, TWalk walk, ComplexPlanes<T> a, ComplexPlanes<T> b, ComplexPlanes<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IComplexPairOp<T>
        where TWalk : struct, IBroadcastWalk
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            y[i] = op.Invoke(a[walk.Left(i)], b[walk.Right(i)]);
        }
    }
}
