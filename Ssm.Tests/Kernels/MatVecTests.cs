using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>Matrices of short numbers times a vector, against sums in double of the same numbers.</summary>
public sealed class MatVecTests
{
    private const int Margin = 3;

    private static readonly int[] Columns =
        [.. Enumerable.Range(0, (2 * Vector<float>.Count) + 2), 31, 32, 33, 48, 63, 64, 65, 127, 257];

    [Test]
    public void Every_product_of_brain_floats_agrees_with_double([Values(0, 1, 3, 4, 5, 9, 700)] int rows)
    {
        foreach (int columns in Columns)
        {
            ushort[] w = new ushort[(rows * columns) + Margin];
            BrainFloat.Round(Values(rows * columns, 1), w.AsSpan(Margin));
            float[] x = Values(columns + Margin, 2), y = new float[rows];
            BrainFloat.Multiply(w.AsSpan(Margin), x.AsSpan(Margin), y, threads: 2);
            Check(y, columns, x, (i, k) => BitConverter.UInt32BitsToSingle((uint)w[Margin + (i * columns) + k] << 16));
        }
    }

    [Test]
    public void Every_product_of_eight_bits_agrees_with_double([Values(0, 1, 3, 4, 5, 9, 700)] int rows)
    {
        foreach (int columns in Columns)
        {
            sbyte[] q = new sbyte[(rows * columns) + Margin];
            float[] scales = new float[rows], x = Values(columns + Margin, 2), y = new float[rows];
            QuantizedMatVec.Quantize(Values(rows * columns, 1), columns, q.AsSpan(Margin), scales);
            QuantizedMatVec.Multiply(q.AsSpan(Margin), scales, x.AsSpan(Margin), y, threads: 2);
            Check(y, columns, x, (i, k) => (double)scales[i] * q[Margin + (i * columns) + k]);
        }
    }

    [Test]
    public void Rounding_is_to_the_nearest_brain_float_and_to_even_ones()
    {
        Assert.That(BrainFloat.Round(1f), Is.EqualTo(0x3F80));
        Assert.That(BrainFloat.Round(1f + MathF.ScaleB(1, -8)), Is.EqualTo(0x3F80));
        Assert.That(BrainFloat.Round(1f + (3 * MathF.ScaleB(1, -8))), Is.EqualTo(0x3F82));
        Assert.That(BrainFloat.Round(float.MaxValue), Is.EqualTo(BrainFloat.Round(float.PositiveInfinity)));
        Assert.That(BrainFloat.Expand(BrainFloat.Round(float.NaN)), Is.NaN);
        foreach (float x in Values(1000, 3))
        {
            Assert.That(BrainFloat.Expand(BrainFloat.Round(x)), Is.EqualTo(x).Within(Math.Abs(x) / 256));
        }
    }

    [Test]
    public void A_quantised_weight_is_within_half_a_scale()
    {
        float[] w = Values(7 * 50, 4), scales = new float[7];
        w.AsSpan(100, 50).Clear();
        sbyte[] q = new sbyte[w.Length];
        QuantizedMatVec.Quantize(w, 50, q, scales);
        for (int i = 0; i < w.Length; i++)
        {
            // Three roundings of numbers up to 127 scales, beside the half.
            float scale = scales[i / 50];
            Assert.That(q[i] * scale, Is.EqualTo(w[i]).Within(scale * (0.5f + (3 * 127 * MathF.ScaleB(1, -23)))));
        }
    }

    [Test]
    public void What_is_not_a_number_stays_in_its_row()
    {
        float[] x = Values(70, 5), clean = new float[9], y = new float[9], scales = new float[9];
        ushort[] w = new ushort[9 * 70];
        BrainFloat.Round(Values(w.Length, 6), w);
        BrainFloat.Multiply(w, x, clean, threads: 1);
        w[(5 * 70) + 3] = BrainFloat.Round(float.NaN);
        w[(8 * 70) + 69] = BrainFloat.Round(float.PositiveInfinity);
        BrainFloat.Multiply(w, x, y, threads: 1);
        Assert.That(y[5], Is.NaN);
        Assert.That(float.IsInfinity(y[8]), Is.True);
        (y[5], y[8]) = (clean[5], clean[8]);
        Assert.That(y, Is.EqualTo(clean));

        sbyte[] q = new sbyte[9 * 70];
        QuantizedMatVec.Quantize(Values(q.Length, 6), 70, q, scales);
        QuantizedMatVec.Multiply(q, scales, x, clean, threads: 1);
        scales[4] = float.NaN;
        QuantizedMatVec.Multiply(q, scales, x, y, threads: 1);
        Assert.That(y[4], Is.NaN);
        y[4] = clean[4];
        Assert.That(y, Is.EqualTo(clean));
    }

    [Test]
    public void An_infinite_input_is_counted_once_in_every_row()
    {
        // The last vector of a row covers some columns a second time, with nothing in their place.
        int columns = (5 * Vector<float>.Count) - 1;
        for (int k = 0; k < columns; k++)
        {
            float[] x = Values(columns, 5), y = new float[6], scales = new float[6];
            float[] values = [.. Values(6 * columns, 6).Select(value => Math.Abs(value) + 0.5f)];
            x[k] = float.NegativeInfinity;
            ushort[] w = new ushort[values.Length];
            sbyte[] q = new sbyte[values.Length];
            BrainFloat.Round(values, w);
            BrainFloat.Multiply(w, x, y, threads: 1);
            Assert.That(y, Is.All.EqualTo(float.NegativeInfinity), $"column {k}");
            QuantizedMatVec.Quantize(values, columns, q, scales);
            QuantizedMatVec.Multiply(q, scales, x, y, threads: 1);
            Assert.That(y, Is.All.EqualTo(float.NegativeInfinity), $"column {k}");
        }
    }

    [Test]
    public void The_bits_do_not_depend_on_the_threads_and_nothing_is_allocated()
    {
        float[] x = Values(301, 7), one = new float[3000], y = new float[3000], scales = new float[3000];
        float[] values = Values(3000 * 301, 8);
        ushort[] w = new ushort[values.Length];
        sbyte[] q = new sbyte[values.Length];
        BrainFloat.Round(values, w);
        QuantizedMatVec.Quantize(values, 301, q, scales);
        foreach (int threads in new[] { 1, 2, 3, 8 })
        {
            BrainFloat.Multiply(w, x, one, threads: 1);
            BrainFloat.Multiply(w, x, y, threads);
            Assert.That(y, Is.EqualTo(one));
            QuantizedMatVec.Multiply(q, scales, x, one, threads: 1);
            QuantizedMatVec.Multiply(q, scales, x, y, threads);
            Assert.That(y, Is.EqualTo(one));
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        BrainFloat.Multiply(w, x, one, threads: 1);
        QuantizedMatVec.Multiply(q, scales, x, one, threads: 1);
        Assert.That(GC.GetAllocatedBytesForCurrentThread() - before, Is.Zero);
    }

    [Test]
    public void Wrong_lengths_are_refused()
    {
        Assert.That(
            () => BrainFloat.Multiply(new ushort[5], new float[2], new float[3], 1),
            Throws.ArgumentException.With.Message.Contains("BrainFloat: 'weights' is 5, expected 6"));
        Assert.That(
            () => QuantizedMatVec.Multiply(new sbyte[6], new float[2], new float[2], new float[3], 1),
            Throws.ArgumentException.With.Message.Contains("'scales.Length' is 2, expected 3"));
    }

    private static void Check(float[] y, int columns, float[] x, Func<int, int, double> weight)
    {
        for (int i = 0; i < y.Length; i++)
        {
            (double sum, double size) = (0, 0);
            for (int k = 0; k < columns; k++)
            {
                double term = weight(i, k) * x[Margin + k];
                (sum, size) = (sum + term, size + Math.Abs(term));
            }

            // One rounding a term, and one for the scale.
            Assert.That(y[i], Is.EqualTo(sum).Within((columns + 1) * Math.ScaleB(1, -23) * size), $"{columns}, {i}");
        }
    }

    private static float[] Values(int length, ulong seed)
    {
        RandomSource random = new(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++)
        {
            values[i] = (float)random.NextDouble(-1, 1);
        }

        return values;
    }
}
