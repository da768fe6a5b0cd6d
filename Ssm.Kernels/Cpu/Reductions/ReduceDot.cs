using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The loops of the dot product: double accumulators for both element types.</summary>
internal static unsafe class ReduceDot<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LeafNumbers = 512;
    private const int ChunkNumbers = 1 << 16;

    internal static double Run(T* x, T* y, int length, int threads)
    {
        if (length < 2 * ChunkNumbers)
        {
            return Pairwise(x, y, length);
        }

        int chunks = (int)(((long)length + ChunkNumbers - 1) / ChunkNumbers);
        double[] buffer = ArrayPool<double>.Shared.Rent(chunks);
        double result = 0;
        fixed (double* sums = buffer)
        {
            WorkSplit.Run(length, ChunkNumbers, length, threads, new Operands(x, y, sums), SumChunk);
            ReduceAxis<double, SumReduction<double>>.Run(sums, &result, 1, chunks, 1, threads: 1);
        }

        ArrayPool<double>.Shared.Return(buffer);
        return result;
    }

    private static void SumChunk(Operands operands, int start, int end) =>
        operands.Sums[start / ChunkNumbers] = Pairwise(operands.X + start, operands.Y + start, end - start);

    private static double Pairwise(T* x, T* y, int count)
    {
        if (count <= LeafNumbers)
        {
            if (typeof(T) == typeof(float))
            {
                return Leaf((float*)x, (float*)y, count);
            }

            return typeof(T) == typeof(double)
                ? Leaf((double*)x, (double*)y, count)
                : throw new NotSupportedException(
                    $"{nameof(Reduce)}: 'T' is {typeof(T)}, expected float or double; convert the numbers first.");
        }

        int leaves = (count + LeafNumbers - 1) / LeafNumbers;
        int half = (leaves + 1) / 2 * LeafNumbers;
        return Pairwise(x, y, half) + Pairwise(x + half, y + half, count - half);
    }

    private static double Leaf(float* x, float* y, int count)
    {
        Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero;
        Vector<double> c = Vector<double>.Zero, d = Vector<double>.Zero;
        int i = 0;
        for (; i <= count - (2 * Vector<float>.Count); i += 2 * Vector<float>.Count)
        {
            Vector<float> x0 = Vector.Load(x + i), x1 = Vector.Load(x + i + Vector<float>.Count);
            Vector<float> y0 = Vector.Load(y + i), y1 = Vector.Load(y + i + Vector<float>.Count);
            a += Vector.WidenLower(x0) * Vector.WidenLower(y0);
            b += Vector.WidenUpper(x0) * Vector.WidenUpper(y0);
            c += Vector.WidenLower(x1) * Vector.WidenLower(y1);
            d += Vector.WidenUpper(x1) * Vector.WidenUpper(y1);
        }

        double sum = Vector.Sum(a + b + (c + d));
        for (; i < count; i++)
        {
            sum += (double)x[i] * y[i];
        }

        return sum;
    }

    private static double Leaf(double* x, double* y, int count)
    {
        Vector<double> a = Vector<double>.Zero, b = Vector<double>.Zero;
        Vector<double> c = Vector<double>.Zero, d = Vector<double>.Zero;
        int i = 0;
        for (; i <= count - (4 * Vector<double>.Count); i += 4 * Vector<double>.Count)
        {
            double* u = x + i, v = y + i;
            a += Vector.Load(u) * Vector.Load(v);
            b += Vector.Load(u + Vector<double>.Count) * Vector.Load(v + Vector<double>.Count);
            c += Vector.Load(u + (2 * Vector<double>.Count)) * Vector.Load(v + (2 * Vector<double>.Count));
            d += Vector.Load(u + (3 * Vector<double>.Count)) * Vector.Load(v + (3 * Vector<double>.Count));
        }

        double sum = Vector.Sum(a + b + (c + d));
        for (; i < count; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }

    private readonly struct Operands
    {
        internal Operands(T* x, T* y, double* sums)
        {
            X = x;
            Y = y;
            Sums = sums;
        }

        internal T* X { get; }

        internal T* Y { get; }

        internal double* Sums { get; }
    }
}
