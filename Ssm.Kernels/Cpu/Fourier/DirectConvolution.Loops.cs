using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

// One block of lanes each. Four results at a time, so that four independent sums hide the latency of the fused
// operation and a tap, or an output's gradient, is loaded once for four of them.
public static unsafe partial class DirectConvolution
{
    private static void Convolve<T>(T* u, T* k, T* y, ConvolutionSizes shape, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint stride = shape.Channels;
        int t = 0;
        if (width == Vector<T>.Count)
        {
            for (; t <= shape.Length - 4; t += 4)
            {
                ConvolveFour(u + (t * stride), k, y + (t * stride), stride, t, shape.Taps);
            }
        }

        for (; t < shape.Length; t++)
        {
            int terms = Math.Min(t + 1, shape.Taps);
            Vector<T> sum = Dot(k, stride, u + (t * stride), -stride, terms, width);
            LaneBlock.Write(sum, y + (t * stride), width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void ConvolveFour<T>(T* u, T* k, T* y, nint stride, int t, int taps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> y0 = Vector<T>.Zero, y1 = y0, y2 = y0, y3 = y0;
        int j = 0;
        for (; j < taps && j <= t; j++)
        {
            Vector<T> tap = Vector.Load(k + (j * stride));
            T* from = u - (j * stride);
            y0 = Fused.MultiplyAdd(tap, Vector.Load(from), y0);
            y1 = Fused.MultiplyAdd(tap, Vector.Load(from + stride), y1);
            y2 = Fused.MultiplyAdd(tap, Vector.Load(from + (2 * stride)), y2);
            y3 = Fused.MultiplyAdd(tap, Vector.Load(from + (3 * stride)), y3);
        }

        // The first sample meets up to three taps more in the later outputs.
        for (; j < taps && j <= t + 3; j++)
        {
            Vector<T> tap = Vector.Load(k + (j * stride));
            T* from = u - (j * stride);
            y1 = j <= t + 1 ? Fused.MultiplyAdd(tap, Vector.Load(from + stride), y1) : y1;
            y2 = j <= t + 2 ? Fused.MultiplyAdd(tap, Vector.Load(from + (2 * stride)), y2) : y2;
            y3 = Fused.MultiplyAdd(tap, Vector.Load(from + (3 * stride)), y3);
        }

        y0.Store(y);
        y1.Store(y + stride);
        y2.Store(y + (2 * stride));
        y3.Store(y + (3 * stride));
    }

    // r[s] += Σ_j x[j] dy[s+j] for s below results, j below terms and s + j below length: the input's gradient with the
    // kernel as x, the kernel's gradient with the input as x. One sum for each call, so the rounding of a kernel's
    // gradient grows with L + B, not with L·B.
    private static void Correlate<T>(T* dy, T* x, T* r, nint stride, int results, int terms, int length, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int s = 0;
        if (width == Vector<T>.Count)
        {
            for (; s <= results - 4; s += 4)
            {
                CorrelateFour(dy + (s * stride), x, r + (s * stride), stride, terms, length - s);
            }
        }

        for (; s < results; s++)
        {
            Vector<T> sum = Dot(x, stride, dy + (s * stride), stride, Math.Min(terms, length - s), width);
            LaneBlock.Write(LaneBlock.Read(r + (s * stride), width) + sum, r + (s * stride), width);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void CorrelateFour<T>(T* dy, T* x, T* r, nint stride, int terms, int rest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> d0 = Vector<T>.Zero, d1 = d0, d2 = d0, d3 = d0;
        int j = 0;
        for (; j < terms && j < rest - 3; j++)
        {
            Vector<T> factor = Vector.Load(x + (j * stride));
            T* from = dy + (j * stride);
            d0 = Fused.MultiplyAdd(factor, Vector.Load(from), d0);
            d1 = Fused.MultiplyAdd(factor, Vector.Load(from + stride), d1);
            d2 = Fused.MultiplyAdd(factor, Vector.Load(from + (2 * stride)), d2);
            d3 = Fused.MultiplyAdd(factor, Vector.Load(from + (3 * stride)), d3);
        }

        // The end of dy leaves up to three terms more to the earlier results.
        for (; j < terms && j < rest; j++)
        {
            Vector<T> factor = Vector.Load(x + (j * stride));
            T* from = dy + (j * stride);
            d0 = Fused.MultiplyAdd(factor, Vector.Load(from), d0);
            d1 = j < rest - 1 ? Fused.MultiplyAdd(factor, Vector.Load(from + stride), d1) : d1;
            d2 = j < rest - 2 ? Fused.MultiplyAdd(factor, Vector.Load(from + (2 * stride)), d2) : d2;
        }

        (Vector.Load(r) + d0).Store(r);
        (Vector.Load(r + stride) + d1).Store(r + stride);
        (Vector.Load(r + (2 * stride)) + d2).Store(r + (2 * stride));
        (Vector.Load(r + (3 * stride)) + d3).Store(r + (3 * stride));
    }

    private static Vector<T> Dot<T>(T* x, nint xStride, T* y, nint yStride, int terms, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> sum = Vector<T>.Zero;
        for (int j = 0; j < terms; j++)
        {
            sum = Fused.MultiplyAdd(LaneBlock.Read(x, width), LaneBlock.Read(y, width), sum);
            x += xStride;
            y += yStride;
        }

        return sum;
    }
}
