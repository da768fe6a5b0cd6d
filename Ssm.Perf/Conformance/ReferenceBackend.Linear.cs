using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Perf.Conformance;

/// <content>Products, reductions and running sums.</content>
internal sealed partial class ReferenceBackend
{
    public void MatMul(
        View<double> a, View<double> b, View<double> c, in MatMulShape shape, in MatMulStrides batch, bool accumulate)
    {
        double[] left = Read(a), right = Read(b), results = accumulate ? Read(c) : new double[c.Length];
        for (int matrix = 0; matrix < batch.Count; matrix++)
        {
            for (int m = 0; m < shape.M; m++)
            {
                for (int n = 0; n < shape.N; n++)
                {
                    double sum = 0.0;
                    for (int k = 0; k < shape.K; k++)
                    {
                        sum += left[(matrix * batch.LeftStride) + Left(shape, m, k)]
                            * right[(matrix * batch.RightStride) + Right(shape, k, n)];
                    }

                    results[(((matrix * shape.M) + m) * shape.N) + n] += sum;
                }
            }
        }

        Write(c, results);
    }

    public void Affine<TOp>(
        View<double> a, View<double> b, View<double> bias, TOp op, View<double> c, in MatMulShape shape)
        where TOp : unmanaged, IUnaryOp<double>
    {
        double[] left = Read(a), right = Read(b), shift = Read(bias), results = new double[c.Length];
        for (int m = 0; m < shape.M; m++)
        {
            for (int n = 0; n < shape.N; n++)
            {
                double sum = bias.IsNothing ? 0.0 : shift[n];
                for (int k = 0; k < shape.K; k++)
                {
                    sum += left[Left(shape, m, k)] * right[Right(shape, k, n)];
                }

                // An activation passes errors on by its slope, which is at most about 1, and adds roundings of its
                // own value, which is at most about its argument and 1.
                results[(m * shape.N) + n] = magnitudes ? 1.0 + sum : op.Invoke(sum);
            }
        }

        Write(c, results);
    }

    public void ComplexMatMul(
        ComplexView<double> a, ComplexView<double> b, ComplexView<double> c, in MatMulShape shape,
        in MatMulStrides batch, MatMulConjugates conjugates) =>
        Write(c, Products(Read(a), Read(b), shape, batch, conjugates));

    public void ComplexMatMulRealPart(
        ComplexView<double> a, ComplexView<double> b, View<double> c, in MatMulShape shape, in MatMulStrides batch,
        MatMulConjugates conjugates) =>
        Write(c, Array.ConvertAll(Products(Read(a), Read(b), shape, batch, conjugates), z => z.Real));

    public void Reduce<TReduction>(View<double> x, View<double> y, in AxisShape shape)
        where TReduction : struct, IReduction<double>
    {
        double[] numbers = Read(x), results = new double[y.Length];
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            for (int inner = 0; inner < shape.Inner; inner++)
            {
                double result = TReduction.Identity;
                for (int i = 0; i < shape.Length; i++)
                {
                    result = TReduction.Combine(result, numbers[At(shape, outer, i, inner)]);
                }

                results[(outer * shape.Inner) + inner] = result;
            }
        }

        Write(y, results);
    }

    public void CumulativeSum(View<double> x, View<double> y, in AxisShape shape) =>
        Running(x, y, shape, reversed: false);

    public void ReverseCumulativeSum(View<double> x, View<double> y, in AxisShape shape) =>
        Running(x, y, shape, reversed: true);

    private void Running(View<double> x, View<double> y, AxisShape shape, bool reversed)
    {
        double[] numbers = Read(x), results = new double[y.Length];
        for (int outer = 0; outer < shape.Outer; outer++)
        {
            for (int inner = 0; inner < shape.Inner; inner++)
            {
                double sum = 0.0;
                for (int i = 0; i < shape.Length; i++)
                {
                    int at = At(shape, outer, reversed ? shape.Length - 1 - i : i, inner);
                    sum += numbers[at];
                    results[at] = sum;
                }
            }
        }

        Write(y, results);
    }

    private static Complex[] Products(
        Complex[] left, Complex[] right, MatMulShape shape, MatMulStrides batch, MatMulConjugates conjugates)
    {
        Complex[] results = new Complex[batch.Count * shape.M * shape.N];
        for (int i = 0; i < results.Length; i++)
        {
            int n = i % shape.N, m = i / shape.N % shape.M, matrix = i / shape.N / shape.M;
            for (int k = 0; k < shape.K; k++)
            {
                Complex a = left[(matrix * batch.LeftStride) + Left(shape, m, k)];
                Complex b = right[(matrix * batch.RightStride) + Right(shape, k, n)];
                results[i] += (conjugates.Left ? Complex.Conjugate(a) : a)
                    * (conjugates.Right ? Complex.Conjugate(b) : b);
            }
        }

        return results;
    }

    private static int Left(MatMulShape shape, int m, int k) =>
        shape.TransposeLeft ? (k * shape.M) + m : (m * shape.K) + k;

    private static int Right(MatMulShape shape, int k, int n) =>
        shape.TransposeRight ? (n * shape.K) + k : (k * shape.N) + n;

    private static int At(AxisShape shape, int outer, int i, int inner) =>
        (((outer * shape.Length) + i) * shape.Inner) + inner;
}
