using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>A random product on slices that begin off alignment, with poison before and behind them.</summary>
internal sealed class MatMulCase<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // Odd, so that no slice starts on a vector boundary.
    private const int Margin = 3;

    private readonly MatMulShape _shape;
    private readonly bool _accumulate;
    private readonly T[] _a;
    private readonly T[] _b;
    private readonly T[] _c;

    private MatMulCase(MatMulShape shape, bool accumulate, T[] a, T[] b, T[] c) =>
        (_shape, _accumulate, _a, _b, _c) = (shape, accumulate, a, b, c);

    private delegate void Product(ReadOnlySpan<T> a, ReadOnlySpan<T> b, Span<T> c);

    public static MatMulCase<T> Random(MatMulShape shape, bool accumulate)
    {
        RandomSource random = new(7, (ulong)((shape.M * 1000003) + (shape.N * 1009) + shape.K));
        return new MatMulCase<T>(
            shape,
            accumulate,
            Fill(random, shape.M * shape.K),
            Fill(random, shape.K * shape.N),
            Fill(random, shape.M * shape.N));
    }

    public T Left(int i, int k) => _a[Margin + LeftIndex(i, k)];

    public T Right(int k, int j) => _b[Margin + RightIndex(k, j)];

    public void SetLeft(int i, int k, T value) => _a[Margin + LeftIndex(i, k)] = value;

    public void SetRight(int k, int j, T value) => _b[Margin + RightIndex(k, j)] = value;

    public T[] Multiply(int threads) => Run((a, b, c) => MatMul.Multiply(a, b, c, _shape, _accumulate, threads));

    /// <summary>By the packed path with one of its tiles, whatever the shape.</summary>
    public unsafe T[] MultiplyPacked<TTile>(int threads)
        where TTile : struct, IMatMulTile<T> => Run((a, b, c) =>
        {
            fixed (T* left = a, right = b, result = c)
            {
                MatMulPacked.Run<T, TTile>(new(left, right, result, _shape, _accumulate, default), threads);
            }
        });

    private T[] Run(Product product)
    {
        T[] c = [.. _c];
        int size = _shape.M * _shape.N;
        product(
            _a.AsSpan(Margin, _shape.M * _shape.K), _b.AsSpan(Margin, _shape.K * _shape.N), c.AsSpan(Margin, size));
        Assert.That(
            c[..Margin].Concat(c[(Margin + size)..]).All(T.IsNaN), Is.True, $"{_shape}: wrote outside of the result");
        return c[Margin..(Margin + size)];
    }

    /// <summary>|error| ≤ K ε Σ |a||b|, one more term where C is added to.</summary>
    public void Check(int threads) => Check(Multiply(threads));

    /// <summary>The same for a result of this product.</summary>
    public void Check(T[] actual)
    {
        double epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -23) : Math.ScaleB(1, -52);
        double[] left = ToDouble(_shape.M, _shape.K, Left), right = ToDouble(_shape.N, _shape.K, (j, k) => Right(k, j));
        for (int i = 0; i < _shape.M; i++)
        {
            for (int j = 0; j < _shape.N; j++)
            {
                double c = _accumulate ? double.CreateChecked(_c[Margin + (i * _shape.N) + j]) : 0;
                (double sum, double size) = (c, Math.Abs(c));
                for (int k = 0; k < _shape.K; k++)
                {
                    double term = left[(i * _shape.K) + k] * right[(j * _shape.K) + k];
                    sum += term;
                    size += Math.Abs(term);
                }

                double error = Math.Abs(double.CreateChecked(actual[(i * _shape.N) + j]) - sum);
                double bound = (_shape.K + (_accumulate ? 1 : 0)) * epsilon * size;
                if (!(error <= bound))
                {
                    Assert.Fail($"{_shape} at ({i}, {j}): error {error}, bound {bound}");
                }
            }
        }
    }

    private static double[] ToDouble(int rows, int columns, Func<int, int, T> element)
    {
        double[] values = new double[rows * columns];
        for (int i = 0; i < rows; i++)
        {
            for (int k = 0; k < columns; k++)
            {
                values[(i * columns) + k] = double.CreateChecked(element(i, k));
            }
        }

        return values;
    }

    private static T[] Fill(RandomSource random, int length)
    {
        T[] values = new T[length + (2 * Margin)];
        Array.Fill(values, T.NaN);
        for (int i = 0; i < length; i++)
        {
            values[Margin + i] = T.CreateChecked(random.NextDouble(-1, 1));
        }

        return values;
    }

    private int LeftIndex(int i, int k) => _shape.TransposeLeft ? (k * _shape.M) + i : (i * _shape.K) + k;

    private int RightIndex(int k, int j) => _shape.TransposeRight ? (j * _shape.K) + k : (k * _shape.N) + j;
}
