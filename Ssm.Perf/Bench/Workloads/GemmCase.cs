using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using MathNet.Numerics.LinearAlgebra;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One product; its error is that of at most 64 rows, evenly spread.</summary>
internal sealed class GemmCase<T> : BenchCase
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int SampledRows = 64;

    // The slow rivals take some 2 ns a term: a minute for the largest sizes.
    private const double MostScalarOperations = 1L << 28;

    private readonly MatMulShape _shape;
    private readonly int _threads;
    private readonly T[] _a;
    private readonly T[] _b;
    private readonly T[] _c;

    internal GemmCase(MatMulShape shape, int threads, ulong seed)
    {
        RandomSource random = new(seed);
        (_shape, _threads) = (shape, threads);
        _a = Values(random, shape.M * shape.K);
        _b = Values(random, shape.K * shape.N);
        _c = new T[shape.M * shape.N];
    }

    internal override double Bytes =>
        Unsafe.SizeOf<T>() * ((double)_a.Length + _b.Length + _c.Length);

    internal override double Operations => 2.0 * _shape.M * _shape.N * _shape.K;

    internal override IEnumerable<BenchRival> Rivals
    {
        get
        {
            yield return new BenchRival("TensorPrimitives", DotRival());
            if (Operations <= MostScalarOperations)
            {
                yield return new BenchRival("MathNet", MathNetRival());
                yield return new BenchRival("scalar", count => Time(count, Scalar));
            }
        }
    }

    internal override void Run() => MatMul.Multiply<T>(_a, _b, _c, _shape, accumulate: false, _threads);

    internal override double Error()
    {
        (double largest, double error) = (0, 0);
        int step = Math.Max(1, _shape.M / SampledRows);
        for (int i = 0; i < _shape.M; i += step)
        {
            for (int j = 0; j < _shape.N; j++)
            {
                double sum = 0;
                for (int k = 0; k < _shape.K; k++)
                {
                    sum += double.CreateTruncating(Left(i, k)) * double.CreateTruncating(Right(k, j));
                }

                largest = Math.Max(largest, Math.Abs(sum));
                error = Math.Max(error, Math.Abs(double.CreateTruncating(_c[(i * _shape.N) + j]) - sum));
            }
        }

        return largest == 0 ? error : error / largest;
    }

    private static double Time(int count, Action work)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < count; i++)
        {
            work();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static T[] Values(RandomSource random, int length)
    {
        T[] values = new T[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = T.CreateTruncating(random.NextDouble(-1, 1));
        }

        return values;
    }

    private T Left(int i, int k) => _a[_shape.TransposeLeft ? (k * _shape.M) + i : (i * _shape.K) + k];

    private T Right(int k, int j) => _b[_shape.TransposeRight ? (j * _shape.K) + k : (k * _shape.N) + j];

    // One dot product an element, on operands that were brought into the order that it needs beforehand.
    private Func<int, double> DotRival()
    {
        T[] rows = new T[_a.Length], columns = new T[_b.Length], c = new T[_c.Length];
        for (int k = 0; k < _shape.K; k++)
        {
            for (int i = 0; i < _shape.M; i++)
            {
                rows[(i * _shape.K) + k] = Left(i, k);
            }

            for (int j = 0; j < _shape.N; j++)
            {
                columns[(j * _shape.K) + k] = Right(k, j);
            }
        }

        return count => Time(count, () => Parallel.For(
            0,
            _shape.M,
            new ParallelOptions { MaxDegreeOfParallelism = _threads },
            i =>
            {
                for (int j = 0; j < _shape.N; j++)
                {
                    c[(i * _shape.N) + j] = TensorPrimitives.Dot<T>(
                        rows.AsSpan(i * _shape.K, _shape.K), columns.AsSpan(j * _shape.K, _shape.K));
                }
            }));
    }

    private Func<int, double> MathNetRival()
    {
        if (typeof(T) == typeof(float))
        {
            return MathNetRival<float>();
        }

        return MathNetRival<double>();
    }

    private Func<int, double> MathNetRival<TNumber>()
        where TNumber : struct, IEquatable<TNumber>, IFormattable, INumberBase<TNumber>
    {
        Matrix<TNumber> a = Matrix<TNumber>.Build.Dense(
            _shape.M, _shape.K, (i, k) => TNumber.CreateTruncating(Left(i, k)));
        Matrix<TNumber> b = Matrix<TNumber>.Build.Dense(
            _shape.K, _shape.N, (k, j) => TNumber.CreateTruncating(Right(k, j)));
        Matrix<TNumber> c = Matrix<TNumber>.Build.Dense(_shape.M, _shape.N);
        return count => Time(count, () => a.Multiply(b, c));
    }

    private void Scalar()
    {
        for (int i = 0; i < _shape.M; i++)
        {
            Span<T> row = _c.AsSpan(i * _shape.N, _shape.N);
            row.Clear();
            for (int k = 0; k < _shape.K; k++)
            {
                T x = Left(i, k);
                for (int j = 0; j < row.Length; j++)
                {
                    row[j] += x * Right(k, j);
                }
            }
        }
    }
}
