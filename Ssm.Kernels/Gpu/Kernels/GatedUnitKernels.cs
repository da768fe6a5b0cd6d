using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What stands around the two matrix products of a gated linear unit.</summary>
internal static class GatedUnitKernels
{
    /// <summary>x₁ = m ⊙ f(x); reads and writes each element once.</summary>
    internal static void Activate<T, TOp>(TOp op, ArrayView<T> x, GatedUnitMask<T> mask, ArrayView<T> active, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            active[i] = mask.Apply(op.Invoke(x[i]), i);
        }
    }

    /// <summary>y = r + n ⊙ v ⊙ g.</summary>
    internal static void Gate<T>(
        ArrayView<T> value, ArrayView<T> gate, GatedUnitMask<T> mask, ArrayView<T> residual, ArrayView<T> y, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            T gated = mask.Apply(value[i] * gate[i], i);
            y[i] = residual.IntLength == 0 ? gated : residual[i] + gated;
        }
    }

    /// <summary>v̄ = n ⊙ ȳ ⊙ g, z̄ = v̄ ⊙ v ⊙ (1 − g), z being what the sigmoid is applied to.</summary>
    internal static void Slopes<T>(
        ArrayView<T> value, ArrayView<T> gate, ArrayView<T> dy, GatedUnitMask<T> mask, ArrayView<T> dv, ArrayView<T> dz,
        int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            T g = gate[i];
            T slope = mask.Apply(dy[i], i) * g;
            dv[i] = slope;
            dz[i] = slope * value[i] * (T.One - g);
        }
    }

    /// <summary>x̄ = f'(x) ⊙ m ⊙ x̄₁, in place.</summary>
    internal static void Back<T, TOp>(TOp op, ArrayView<T> x, GatedUnitMask<T> mask, ArrayView<T> dx, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            T at = x[i];
            dx[i] = mask.Apply(dx[i], i) * op.Derivative(at, op.Invoke(at));
        }
    }

    /// <summary>The sums of each column over chunks of rows, of two matrices of the same shape.</summary>
    internal static void ColumnSums<T>(
        ArrayView<T> x, ArrayView<T> y, ArrayView<T> sumsOfX, ArrayView<T> sumsOfY, int rows, int width, int chunk,
        int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int first = i / width * chunk;
            int last = Math.Min(rows, first + chunk);
            int at = (first * width) + (i % width);
            T a = T.Zero, b = T.Zero;
            for (int row = first; row < last; row++)
            {
                a += x[at];
                b += y[at];
                at += width;
            }

            sumsOfX[i] = a;
            sumsOfY[i] = b;
        }
    }
}
