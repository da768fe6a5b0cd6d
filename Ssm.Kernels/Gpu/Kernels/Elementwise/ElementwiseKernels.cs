using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Elementwise functions, generic over the op: the structs that the CPU's loops run.</summary>
internal static class ElementwiseKernels
{
    /// <summary>y = f(x).</summary>
    internal static void Unary<T, TOp>(TOp op, ArrayView<T> x, ArrayView<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            y[i] = op.Invoke(x[i]);
        }
    }

    /// <summary>dx = f'(x) ⊙ dy.</summary>
    internal static void UnaryAdjoint<T, TOp>(
        TOp op, ArrayView<T> x, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> dx, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            dx[i] = dy[i] * op.Derivative(x[i], y[i]);
        }
    }

    /// <summary>y = f(a, b).</summary>
    internal static void Binary<T, TOp, TWalk>(
        TOp op, TWalk walk, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
        where TWalk : struct, IBroadcastWalk
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            y[i] = op.Invoke(a[walk.Left(i)], b[walk.Right(i)]);
        }
    }

    /// <summary>da = ∂f/∂a(a, b) ⊙ dy.</summary>
    internal static void BinaryAdjointLeft<T, TOp, TWalk>(
        TOp op, TWalk walk, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> da,
        int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
        where TWalk : struct, IBroadcastWalk
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            da[i] = dy[i] * op.DerivativeLeft(a[walk.Left(i)], b[walk.Right(i)], y[i]);
        }
    }

    /// <summary>db = ∂f/∂b(a, b) ⊙ dy.</summary>
    internal static void BinaryAdjointRight<T, TOp, TWalk>(
        TOp op, TWalk walk, ArrayView<T> a, ArrayView<T> b, ArrayView<T> y, ArrayView<T> dy, ArrayView<T> db,
        int length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IBinaryOp<T>
        where TWalk : struct, IBroadcastWalk
    {
        for (int i = GridStride.Start; i < length; i += GridStride.Step)
        {
            db[i] = dy[i] * op.DerivativeRight(a[walk.Left(i)], b[walk.Right(i)], y[i]);
        }
    }
}
