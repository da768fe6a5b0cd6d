using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>Between arrays of an element type and numbers in double on the host.</summary>
internal static class HostArrays
{
    internal static double[] ToDouble<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] wide = new double[values.Length];
        for (int i = 0; i < wide.Length; i++)
        {
            wide[i] = double.CreateChecked(values[i]);
        }

        return wide;
    }

    internal static T[] FromDouble<T>(ReadOnlySpan<double> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] narrow = new T[values.Length];
        for (int i = 0; i < narrow.Length; i++)
        {
            narrow[i] = T.CreateChecked(values[i]);
        }

        return narrow;
    }

    /// <summary>Standard normal numbers that are exact in float, so that every element type sees the same.</summary>
    internal static double[] Normal(int count, RandomSource random)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (float)random.NextNormal();
        }

        return values;
    }

    /// <summary>Gives one layer the very numbers of another of the same make, whatever its element type.</summary>
    internal static void CopyNumbers<T>(SequenceLayer<T> from, SequenceLayer<double> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((NdArray<T> source, NdArray<double> target) in Arrays(from).Zip(Arrays(to)))
        {
            target.Assign(Make(ToDouble<T>(source.ToArray()), ToDouble<T>(source.ImaginaryToArray()), target));
        }
    }

    /// <summary>An array like another: real or complex, of its shape, on its device.</summary>
    internal static NdArray<double> Make(double[] re, double[] im, NdArray<double> like) => like.IsComplex
        ? NdArray<double>.From(re, im, like.Shape, like.Backend)
        : NdArray<double>.From(re, like.Shape, like.Backend);

    private static IEnumerable<NdArray<T>> Arrays<T>(SequenceLayer<T> layer)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        layer.Parameters.Select(p => p.Variable.Value).Concat(layer.Buffers.Select(b => b.Value));
}
