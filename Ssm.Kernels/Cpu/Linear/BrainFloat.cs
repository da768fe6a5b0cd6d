using System.Buffers;
using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Weights in bfloat16, the upper half of a float: half the memory to read for a token.</summary>
/// <remarks>
/// Wang and Kanwar, "BFloat16: The secret to high performance on Cloud TPUs", 2019. Eight bits of precision: a finite
/// weight is within 2⁻⁹ of the number it was rounded from, relatively, subnormal numbers aside. The maths is that
/// of float: a weight becomes one by a shift, so a product adds only the error of its sum, |error| ≤ K ε Σ |w||x|.
/// </remarks>
public static unsafe class BrainFloat
{
    // Weights in the 32 bits of a lane.
    private const int Parts = 2;

    /// <summary>Rounds to nearest, ties to even. A NaN stays one.</summary>
    public static ushort Round(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return float.IsNaN(x) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }

    /// <summary>The float that a bfloat16 is.</summary>
    public static float Expand(ushort x) => BitConverter.UInt32BitsToSingle((uint)x << 16);

    /// <summary>Rounds every element.</summary>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Round(ReadOnlySpan<float> x, Span<ushort> y)
    {
        Guard.Length(y.Length, x.Length, nameof(BrainFloat));
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = Round(x[i]);
        }
    }

    /// <summary>Computes y = W x, the sums in float.</summary>
    /// <param name="weights">W, (rows, columns), in bfloat16.</param>
    /// <param name="x">(columns).</param>
    /// <param name="y">(rows); it may not share memory with x.</param>
    /// <param name="threads">The most threads to use; the bits do not depend on them.</param>
    /// <remarks>A NaN or an infinity in W stays in its row.</remarks>
    /// <exception cref="ArgumentException">The weights are not as many as rows times columns.</exception>
    public static void Multiply(ReadOnlySpan<ushort> weights, ReadOnlySpan<float> x, Span<float> y, int threads)
    {
        MatVecWork<ushort>.Check(weights.Length, y.Length, x.Length, threads, nameof(BrainFloat));
        int length = MatVecWork<ushort>.ScratchLength(x.Length);
        float[] buffer = ArrayPool<float>.Shared.Rent(MatMulPacking.AlignedLength<float>(length));
        fixed (ushort* w = weights)
        fixed (float* input = x, result = y, scratch = buffer)
        {
            MatVecWork<ushort> work = MatVecWork<ushort>.Prepare(
                w, null, input, result, y.Length, x.Length, MatMulPacking.Align(scratch));
            WorkSplit.Run(y.Length, work.Grain, weights.Length, threads, work, Rows);
        }

        ArrayPool<float>.Shared.Return(buffer);
    }

    private static void Rows(MatVecWork<ushort> work, int start, int end)
    {
        int row = start;
        for (; row <= end - 4; row += 4)
        {
            FourRows(work, work.Weights + ((nint)row * work.Columns), work.Y + row);
        }

        for (; row < end; row++)
        {
            OneRow(work, work.Weights + ((nint)row * work.Columns), work.Y + row);
        }

        for (row = work.Scalars == work.Columns ? end : start; row < end; row++)
        {
            ushort* weights = work.Weights + ((nint)row * work.Columns);
            for (int k = work.Scalars; k < work.Columns; k++)
            {
                work.Y[row] = Fused.MultiplyAdd(work.X[k], Expand(weights[k]), work.Y[row]);
            }
        }
    }

    private static void FourRows(in MatVecWork<ushort> work, ushort* w, float* y)
    {
        Vector<uint> high = new(0xFFFF0000u), u;
        float* x = work.Shuffled;
        ushort* w1 = w + work.Columns, w2 = w1 + work.Columns, w3 = w2 + work.Columns;
        Vector<float> even0 = default, even1 = default, even2 = default, even3 = default;
        Vector<float> odd0 = default, odd1 = default, odd2 = default, odd3 = default;
        nint ahead = 4 * (nint)work.Columns;
        for (int k = work.Whole; k > 0; k -= Parts * Vector<float>.Count)
        {
            Prefetch.FourAhead(w, w1, w2, w3, ahead);
            Vector<float> x0 = Vector.Load(x), x1 = Vector.Load(x + Vector<float>.Count);
            u = Vector.Load((uint*)w);
            even0 = Fused.MultiplyAdd(x0, (u << 16).As<uint, float>(), even0);
            odd0 = Fused.MultiplyAdd(x1, (u & high).As<uint, float>(), odd0);
            u = Vector.Load((uint*)w1);
            even1 = Fused.MultiplyAdd(x0, (u << 16).As<uint, float>(), even1);
            odd1 = Fused.MultiplyAdd(x1, (u & high).As<uint, float>(), odd1);
            u = Vector.Load((uint*)w2);
            even2 = Fused.MultiplyAdd(x0, (u << 16).As<uint, float>(), even2);
            odd2 = Fused.MultiplyAdd(x1, (u & high).As<uint, float>(), odd2);
            u = Vector.Load((uint*)w3);
            even3 = Fused.MultiplyAdd(x0, (u << 16).As<uint, float>(), even3);
            odd3 = Fused.MultiplyAdd(x1, (u & high).As<uint, float>(), odd3);
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

    private static void OneRow(in MatVecWork<ushort> work, ushort* w, float* y)
    {
        float* x = work.Shuffled;
        Vector<uint> high = new(0xFFFF0000u);
        Vector<float> even = default, odd = default;
        for (int k = work.Whole; k > 0; k -= Parts * Vector<float>.Count)
        {
            Vector<float> x0 = Vector.Load(x), x1 = Vector.Load(x + Vector<float>.Count);
            Vector<uint> u = Vector.Load((uint*)w);
            even = Fused.MultiplyAdd(x0, (u << 16).As<uint, float>(), even);
            odd = Fused.MultiplyAdd(x1, (u & high).As<uint, float>(), odd);
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
    private static Vector<float> Rest(ushort* w, uint* fresh, float* x)
    {
        Vector<uint> u = Vector.Load((uint*)w) & Vector.Load(fresh);
        Vector<float> even = Vector.Load(x) * (u << 16).As<uint, float>();
        return Fused.MultiplyAdd(
            Vector.Load(x + Vector<float>.Count), (u & new Vector<uint>(0xFFFF0000u)).As<uint, float>(), even);
    }
}
