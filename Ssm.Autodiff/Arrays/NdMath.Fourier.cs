namespace Ssm.Autodiff;

/// <content>Discrete Fourier transforms along an axis.</content>
internal static partial class NdMath
{
    internal static NdArray<T> Fft<T>(NdArray<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend, complex: true);
        x.Backend.Fft(ToComplex(x).Planes, y.Planes, Along(x.Shape, axis));
        return y;
    }

    internal static NdArray<T> InverseFft<T>(NdArray<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend, complex: true);
        x.Backend.InverseFft(ToComplex(x).Planes, y.Planes, Along(x.Shape, axis));
        return y;
    }

    /// <summary>Bins 0 … n/2 of real data of n entries.</summary>
    internal static NdArray<T> RealFft<T>(NdArray<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape.With(axis, (x.Shape[axis] / 2) + 1), x.Backend, complex: true);
        x.Backend.RealFft(x.Re, y.Planes, Along(x.Shape, axis));
        return y;
    }

    /// <summary>The real data of n entries of which bins 0 … n/2 are given.</summary>
    internal static NdArray<T> InverseRealFft<T>(NdArray<T> x, int axis, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape.With(axis, length), x.Backend);
        x.Backend.InverseRealFft(ToComplex(x).Planes, y.Re, Along(y.Shape, axis));
        return y;
    }

    /// <summary>
    /// x times <paramref name="outer"/> in the bins that are their own mirror image (0, and n/2 of an even n), and
    /// times
    /// <paramref name="inner"/> in the others, which stand for two each.
    /// </summary>
    internal static NdArray<T> WeighBins<T>(NdArray<T> x, int axis, int length, T outer, T inner)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int bins = (length / 2) + 1;
        T[] weights = new T[bins];
        for (int k = 0; k < bins; k++)
        {
            weights[k] = k == 0 || 2 * k == length ? outer : inner;
        }

        int[] sizes = new int[x.Shape.Rank - axis];
        Array.Fill(sizes, 1);
        sizes[0] = bins;
        return Multiply(x, NdArray<T>.Temporary(weights, new Shape(sizes), x.Backend));
    }
}
