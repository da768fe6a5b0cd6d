using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Implementation;

/// <summary>Between numbers in double on the host and arrays of a model's element type.</summary>
internal static class ArrayOf
{
    internal static NdArray<T> Real<T>(ReadOnlySpan<double> values, Shape shape, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] rounded = new T[values.Length];
        for (int i = 0; i < rounded.Length; i++)
        {
            rounded[i] = T.CreateChecked(values[i]);
        }

        return NdArray<T>.From(rounded, shape, backend);
    }

    internal static NdArray<T> Complex<T>(ReadOnlySpan<Complex> values, Shape shape, IBackend<T>? backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] re = new T[values.Length];
        T[] im = new T[values.Length];
        for (int i = 0; i < re.Length; i++)
        {
            re[i] = T.CreateChecked(values[i].Real);
            im[i] = T.CreateChecked(values[i].Imaginary);
        }

        return NdArray<T>.From(re, im, shape, backend);
    }

    /// <summary>A complex array as numbers on the host.</summary>
    internal static Complex[] Complex<T>(NdArray<T> array)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] re = array.ToArray();
        T[] im = array.ImaginaryToArray();
        Complex[] values = new Complex[re.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new Complex(double.CreateChecked(re[i]), double.CreateChecked(im[i]));
        }

        return values;
    }
}
