using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Weights in eight bits with one scale a row: a quarter of the memory to read for a token.</summary>
/// <remarks>
/// w ≈ scale · q with q from −127 to 127 and scale = max |w| / 127 over the row (Jacob et al., "Quantization and
/// Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018, arXiv:1712.05877, symmetric
/// and by rows): a weight is within half a scale. The maths is that of float, so a product adds only
/// |error| ≤ K ε Σ |w||x|.
/// </remarks>
public static unsafe class QuantizedMatVec
{
    // Weights in the 32 bits of a lane.
    private const int Parts = 4;

    // A weight in the upper eight bits of a lane, as an integer, is 2²⁴ times what it stands for.
    private const float Unit = 1f / (1 << 24);

    private const int Largest = 127;

    // What whole vectors cover has to be blocks of 32 weights.
    private static bool IsWide => Avx512F.IsSupported && Vector<float>.Count >= Vector256<float>.Count;

    /// <summary>Rounds a matrix, each row by its own scale.</summary>
    /// <param name="weights">(rows, columns), finite.</param>
    /// <param name="columns">Elements in a row.</param>
    /// <param name="quantized">(rows, columns).</param>
    /// <param name="scales">(rows).</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void Quantize(ReadOnlySpan<float> weights, int columns, Span<sbyte> quantized, Span<float> scales)
    {
        Guard.AtLeast(columns, 0, nameof(QuantizedMatVec));
        Guard.Length(weights.Length, checked(scales.Length * columns), nameof(QuantizedMatVec));
        Guard.Length(quantized.Length, weights.Length, nameof(QuantizedMatVec));
        for (int i = 0; i < scales.Length; i++)
        {
            float largest = 0;
            for (int k = 0; k < columns; k++)
            {
                largest = Math.Max(largest, Math.Abs(weights[(i * columns) + k]));
            }

            scales[i] = largest / Largest;
            for (int k = 0; k < columns; k++)
            {
                float x = scales[i] == 0 ? 0 : weights[(i * columns) + k] / scales[i];
                quantized[(i * columns) + k] = (sbyte)Math.Clamp(MathF.Round(x), -Largest, Largest);
            }
        }
    }

    /// <summary>Computes y[i] = scale[i] Σ q[i, k] x[k], the sums in float.</summary>
    /// <param name="weights">q, (rows, columns).</param>
    /// <param name="scales">(rows).</param>
    /// <param name="x">(columns).</param>
    /// <param name="y">(rows); it may not share memory with x.</param>
    /// <param name="threads">The most threads to use; the bits do not depend on them.</param>
    /// <remarks>A scale that is not finite stays in its row.</remarks>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public static void Multiply(
        ReadOnlySpan<sbyte> weights, ReadOnlySpan<float> scales, ReadOnlySpan<float> x, Span<float> y, int threads)
    {
        MatVecWork<sbyte>.Check(weights.Length, y.Length, x.Length, threads, nameof(QuantizedMatVec));
        Guard.Length(scales.Length, y.Length, nameof(QuantizedMatVec));
        int length = MatVecWork<sbyte>.ScratchLength(x.Length);
        float[] buffer = ArrayPool<float>.Shared.Rent(MatMulPacking.AlignedLength<float>(length));
        fixed (sbyte* w = weights)
        fixed (float* input = x, result = y, scratch = buffer, scale = scales)
        {
            MatVecWork<sbyte> work = MatVecWork<sbyte>.Prepare(
                w, scale, input, result, y.Length, x.Length, MatMulPacking.Align(scratch));
            WorkSplit.Run(y.Length, work.Grain, weights.Length, threads, work, Rows);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private static void Rows(MatVecWork<sbyte> work, int start, int end)
    {
        int row = start;
        for (; row <= end - 4; row += 4)
        {
            sbyte* four = work.Weights + ((nint)row * work.Columns);
            if (IsWide)
            {
                FourRowsWide(work, four, work.Y + row);
            }
            else
            {
                FourRows(work, four, work.Y + row);
            }
        }

        for (; row < end; row++)
        {
            OneRow(work, work.Weights + ((nint)row * work.Columns), work.Y + row);
        }

        for (row = start; row < end; row++)
        {
            sbyte* weights = work.Weights + ((nint)row * work.Columns);
            float sum = work.Y[row] * Unit;
            for (int k = work.Scalars; k < work.Columns; k++)
            {
                sum = Fused.MultiplyAdd(work.X[k], weights[k], sum);
            }

            work.Y[row] = sum * work.Scales[row];
        }
    }

    private static void FourRows(in MatVecWork<sbyte> work, sbyte* w, float* y)
    {
        Vector<uint> high = new(0xFF000000u), u;
        float* x = work.Shuffled;
        sbyte* w1 = w + work.Columns, w2 = w1 + work.Columns, w3 = w2 + work.Columns;
        Vector<float> even0 = default, even1 = default, even2 = default, even3 = default;
        Vector<float> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        nint ahead = 4 * (nint)work.Columns;
        for (int k = work.Whole; k > 0; k -= Parts * Vector<float>.Count)
        {
            Prefetch.FourAhead(w, w1, w2, w3, ahead);
            Vector<float> x0 = Vector.Load(x), x1 = Vector.Load(x + Vector<float>.Count);
            Vector<float> x2 = Vector.Load(x + (2 * Vector<float>.Count));
            Vector<float> x3 = Vector.Load(x + (3 * Vector<float>.Count));
            u = Vector.Load((uint*)w);
            even0 = Fused.MultiplyAdd(x0, Number(u << 24), even0);
            odd0 = Fused.MultiplyAdd(x1, Number((u << 16) & high), odd0);
            even0 = Fused.MultiplyAdd(x2, Number((u << 8) & high), even0);
            odd0 = Fused.MultiplyAdd(x3, Number(u & high), odd0);
            u = Vector.Load((uint*)w1);
            even1 = Fused.MultiplyAdd(x0, Number(u << 24), even1);
            odd1 = Fused.MultiplyAdd(x1, Number((u << 16) & high), odd1);
            even1 = Fused.MultiplyAdd(x2, Number((u << 8) & high), even1);
            odd1 = Fused.MultiplyAdd(x3, Number(u & high), odd1);
            u = Vector.Load((uint*)w2);
            even2 = Fused.MultiplyAdd(x0, Number(u << 24), even2);
            odd2 = Fused.MultiplyAdd(x1, Number((u << 16) & high), odd2);
            even2 = Fused.MultiplyAdd(x2, Number((u << 8) & high), even2);
            odd2 = Fused.MultiplyAdd(x3, Number(u & high), odd2);
            u = Vector.Load((uint*)w3);
            even3 = Fused.MultiplyAdd(x0, Number(u << 24), even3);
            odd3 = Fused.MultiplyAdd(x1, Number((u << 16) & high), odd3);
            even3 = Fused.MultiplyAdd(x2, Number((u << 8) & high), even3);
            odd3 = Fused.MultiplyAdd(x3, Number(u & high), odd3);
            x += Parts * Vector<float>.Count;
            w += Parts * Vector<float>.Count;
            w1 += Parts * Vector<float>.Count;
            w2 += Parts * Vector<float>.Count;
            w3 += Parts * Vector<float>.Count;
        }

        int back = work.Back;
        if (back > 0)
        {
            even0 += Rest(w - back, work.Fresh, x);
            even1 += Rest(w1 - back, work.Fresh, x);
            even2 += Rest(w2 - back, work.Fresh, x);
            even3 += Rest(w3 - back, work.Fresh, x);
        }

        y[0] = Vector.Sum(even0 + odd0);
        y[1] = Vector.Sum(even1 + odd1);
        y[2] = Vector.Sum(even2 + odd2);
        y[3] = Vector.Sum(even3 + odd3);
    }

    // One instruction widens 16 weights from memory, another makes floats of them: half of what the shifts and masks of
    // the other form cost, on twice the lanes. Without the factor that weights in the upper bits have, so that is put in.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void FourRowsWide(in MatVecWork<sbyte> work, sbyte* w, float* y)
    {
        float* x = work.X;
        sbyte* w1 = w + work.Columns, w2 = w1 + work.Columns, w3 = w2 + work.Columns;
        Vector512<float> even0 = default, even1 = default, even2 = default, even3 = default;
        Vector512<float> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        nint ahead = 4 * (nint)work.Columns;
        for (int k = work.Whole; k > 0; k -= 32)
        {
            Prefetch.FourAhead(w, w1, w2, w3, ahead);
            Vector512<float> x0 = Vector512.Load(x), x1 = Vector512.Load(x + 16);
            even0 = Vector512.FusedMultiplyAdd(x0, Sixteen(w), even0);
            odd0 = Vector512.FusedMultiplyAdd(x1, Sixteen(w + 16), odd0);
            even1 = Vector512.FusedMultiplyAdd(x0, Sixteen(w1), even1);
            odd1 = Vector512.FusedMultiplyAdd(x1, Sixteen(w1 + 16), odd1);
            even2 = Vector512.FusedMultiplyAdd(x0, Sixteen(w2), even2);
            odd2 = Vector512.FusedMultiplyAdd(x1, Sixteen(w2 + 16), odd2);
            even3 = Vector512.FusedMultiplyAdd(x0, Sixteen(w3), even3);
            odd3 = Vector512.FusedMultiplyAdd(x1, Sixteen(w3 + 16), odd3);
            x += 32;
            w += 32;
            w1 += 32;
            w2 += 32;
            w3 += 32;
        }

        y[0] = Vector512.Sum(even0 + odd0) / Unit;
        y[1] = Vector512.Sum(even1 + odd1) / Unit;
        y[2] = Vector512.Sum(even2 + odd2) / Unit;
        y[3] = Vector512.Sum(even3 + odd3) / Unit;
        int back = work.Back;
        if (back > 0)
        {
            float* last = work.Shuffled + work.Whole;
            y[0] += Vector.Sum(Rest(w - back, work.Fresh, last));
            y[1] += Vector.Sum(Rest(w1 - back, work.Fresh, last));
            y[2] += Vector.Sum(Rest(w2 - back, work.Fresh, last));
            y[3] += Vector.Sum(Rest(w3 - back, work.Fresh, last));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Sixteen(sbyte* w) =>
        Vector512.ConvertToSingle(Avx512F.ConvertToVector512Int32(Vector128.Load(w)));

    private static void OneRow(in MatVecWork<sbyte> work, sbyte* w, float* y)
    {
        float* x = work.Shuffled;
        Vector<uint> high = new(0xFF000000u);
        Vector<float> even = default, odd = default;
        for (int k = work.Whole; k > 0; k -= Parts * Vector<float>.Count)
        {
            Vector<float> x0 = Vector.Load(x), x1 = Vector.Load(x + Vector<float>.Count);
            Vector<float> x2 = Vector.Load(x + (2 * Vector<float>.Count));
            Vector<float> x3 = Vector.Load(x + (3 * Vector<float>.Count));
            Vector<uint> u = Vector.Load((uint*)w);
            even = Fused.MultiplyAdd(x0, Number(u << 24), even);
            odd = Fused.MultiplyAdd(x1, Number((u << 16) & high), odd);
            even = Fused.MultiplyAdd(x2, Number((u << 8) & high), even);
            odd = Fused.MultiplyAdd(x3, Number(u & high), odd);
            x += Parts * Vector<float>.Count;
            w += Parts * Vector<float>.Count;
        }

        if (work.Back > 0)
        {
            even += Rest(w - work.Back, work.Fresh, x);
        }

        *y = Vector.Sum(even + odd);
    }

    // The products of a row's last vector, of which some columns were counted before.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Rest(sbyte* w, uint* fresh, float* x)
    {
        Vector<uint> high = new(0xFF000000u), u = Vector.Load((uint*)w) & Vector.Load(fresh);
        Vector<float> even = Vector.Load(x) * Number(u << 24);
        Vector<float> odd = Vector.Load(x + Vector<float>.Count) * Number((u << 16) & high);
        even = Fused.MultiplyAdd(Vector.Load(x + (2 * Vector<float>.Count)), Number((u << 8) & high), even);
        odd = Fused.MultiplyAdd(Vector.Load(x + (3 * Vector<float>.Count)), Number(u & high), odd);
        return even + odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Number(Vector<uint> x) => Vector.ConvertToSingle(x.As<uint, int>());
}
