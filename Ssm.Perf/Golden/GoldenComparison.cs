using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>Compares a case's tensors with the golden ones and keeps the one that does worst.</summary>
internal sealed class GoldenComparison(GoldenFile file, string id)
{
    private double _worst = double.NegativeInfinity;

    /// <summary>The tensor with the largest ratio of error to tolerance, and what is wrong with it, if it is not
    /// its numbers.</summary>
    internal string WorstTensor { get; private set; } = "";

    internal double Error { get; private set; } = double.NaN;

    internal double Tolerance { get; private set; } = double.NaN;

    internal bool Failed { get; private set; }

    /// <summary>Whether nothing was compared yet.</summary>
    internal bool IsEmpty => double.IsNegativeInfinity(_worst);

    /// <summary>Notes that a tensor cannot be compared. The first of these is what is reported.</summary>
    internal void Reject(string tensor, string problem)
    {
        if (!double.IsPositiveInfinity(_worst))
        {
            (WorstTensor, Error, Tolerance) = ($"{tensor}: {problem}", double.NaN, double.NaN);
            _worst = double.PositiveInfinity;
        }

        Failed = true;
    }

    /// <summary>Compares a tensor with its golden values; an absent gradient is one of zeros.</summary>
    /// <param name="tensor">The golden tensor.</param>
    /// <param name="value">What was computed.</param>
    /// <param name="tolerance">The largest error, relative to the largest golden value.</param>
    /// <param name="leastSize">What the error is relative to where the golden values are smaller still.</param>
    internal void Compare<T>(GoldenTensor tensor, NdArray<T>? value, double tolerance, double leastSize = 0)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        value ??= NdArray<T>.Zeros(tensor.Shape, complex: tensor.IsComplex);
        if (value.Shape != tensor.Shape)
        {
            Reject(tensor.Name, $"shape {value.Shape}, expected {tensor.Shape}");
            return;
        }

        if (value.IsComplex != tensor.IsComplex)
        {
            Reject(tensor.Name, tensor.IsComplex ? "real, expected complex" : "complex, expected real");
            return;
        }

        (double[] re, double[]? im) = file.Read<double>(id, tensor);
        Distance distance = new(leastSize);
        T[] valueRe = value.ToArray();
        T[] valueIm = value.ImaginaryToArray();
        for (int i = 0; i < re.Length; i++)
        {
            distance.Include(double.CreateChecked(valueRe[i]), double.CreateChecked(valueIm[i]), re[i], im?[i] ?? 0);
        }

        if (distance.IsUndefined)
        {
            Reject(tensor.Name, "NaN or infinite in other places than the golden values");
            return;
        }

        Note(tensor.Name, distance.Relative, tolerance);
    }

    private void Note(string tensor, double error, double tolerance)
    {
        Failed |= !(error <= tolerance);
        if (error / tolerance > _worst)
        {
            _worst = error / tolerance;
            (WorstTensor, Error, Tolerance) = (tensor, error, tolerance);
        }
    }

    // max|x − r| / max|r|, over complex moduli; absolute where the reference is zero throughout.
    private struct Distance(double leastSize)
    {
        private double _difference;
        private double _size = leastSize;

        internal bool IsUndefined { get; private set; }

        internal readonly double Relative => _size > 0 ? _difference / _size : _difference;

        internal void Include(double re, double im, double goldenRe, double goldenIm)
        {
            if (double.IsFinite(goldenRe) && double.IsFinite(goldenIm))
            {
                double difference = double.Hypot(re - goldenRe, im - goldenIm);
                IsUndefined |= !double.IsFinite(difference);
                _difference = Math.Max(_difference, difference);
                _size = Math.Max(_size, double.Hypot(goldenRe, goldenIm));
            }
            else
            {
                IsUndefined |= !re.Equals(goldenRe) || !im.Equals(goldenIm);
            }
        }
    }
}
