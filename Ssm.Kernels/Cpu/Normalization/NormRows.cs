using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>
/// The row loops of <see cref="LayerNorm"/> and <see cref="RmsNorm"/> (whose mean is 0); lanes run along the row.
/// </summary>
/// <remarks>x̂ = (x − mean)·inverse; h = dy ⊙ (w + offset), with a null w for ones.</remarks>
internal static unsafe class NormRows
{
    /// <summary>y = x̂ ⊙ (w + offset) + b, with a null b for zeros.</summary>
    internal static void Scale<T>(T* x, T mean, T inverse, T* weight, T offset, T* bias, T* y, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> scaled = (Vector.Load(x + j) - new Vector<T>(mean)) * new Vector<T>(inverse);
            Vector<T> b = bias != null ? Vector.Load(bias + j) : Vector<T>.Zero;
            Fused.MultiplyAdd(scaled, Weights(weight, offset, j), b).Store(y + j);
        }

        for (; j < width; j++)
        {
            T b = bias != null ? bias[j] : T.Zero;
            y[j] = Fused.MultiplyAdd((x[j] - mean) * inverse, Weight(weight, offset, j), b);
        }
    }

    /// <summary>Σ h and Σ h ⊙ x̂.</summary>
    internal static (T H, T Hx) Moments<T>(T* dy, T* x, T mean, T inverse, T* weight, T offset, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, j = 0;
        Vector<T> m = new(mean), r = new(inverse);
        Vector<T> s0 = Vector<T>.Zero, s1 = Vector<T>.Zero, p0 = Vector<T>.Zero, p1 = Vector<T>.Zero;
        for (; j <= width - (2 * lanes); j += 2 * lanes)
        {
            Vector<T> h0 = Vector.Load(dy + j) * Weights(weight, offset, j);
            Vector<T> h1 = Vector.Load(dy + j + lanes) * Weights(weight, offset, j + lanes);
            s0 += h0;
            s1 += h1;
            p0 = Fused.MultiplyAdd(h0, (Vector.Load(x + j) - m) * r, p0);
            p1 = Fused.MultiplyAdd(h1, (Vector.Load(x + j + lanes) - m) * r, p1);
        }

        for (; j <= width - lanes; j += lanes)
        {
            Vector<T> h = Vector.Load(dy + j) * Weights(weight, offset, j);
            s0 += h;
            p0 = Fused.MultiplyAdd(h, (Vector.Load(x + j) - m) * r, p0);
        }

        T sum = Vector.Sum(s0 + s1), product = Vector.Sum(p0 + p1);
        for (; j < width; j++)
        {
            T h = dy[j] * Weight(weight, offset, j);
            sum += h;
            product = Fused.MultiplyAdd(h, (x[j] - mean) * inverse, product);
        }

        return (sum, product);
    }

    /// <summary>dw += dy ⊙ x̂ and db += dy.</summary>
    internal static void AddParameterGradients<T>(T* dy, T* x, T mean, T inverse, T* dw, T* db, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> g = Vector.Load(dy + j);
            Vector<T> scaled = (Vector.Load(x + j) - new Vector<T>(mean)) * new Vector<T>(inverse);
            Fused.MultiplyAdd(g, scaled, Vector.Load(dw + j)).Store(dw + j);
            (Vector.Load(db + j) + g).Store(db + j);
        }

        for (; j < width; j++)
        {
            dw[j] = Fused.MultiplyAdd(dy[j], (x[j] - mean) * inverse, dw[j]);
            db[j] += dy[j];
        }
    }

    /// <summary>dx = (h − hMean − x̂·hxMean)·inverse.</summary>
    internal static void InputGradient<T>(
        T* dy, T* x, T mean, T inverse, T* weight, T offset, T hMean, T hxMean, T* dx, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> h = Vector.Load(dy + j) * Weights(weight, offset, j);
            Vector<T> scaled = (Vector.Load(x + j) - new Vector<T>(mean)) * new Vector<T>(inverse);
            Vector<T> centered = Fused.MultiplyAdd(scaled, new Vector<T>(-hxMean), h - new Vector<T>(hMean));
            (centered * new Vector<T>(inverse)).Store(dx + j);
        }

        for (; j < width; j++)
        {
            T h = dy[j] * Weight(weight, offset, j);
            T centered = Fused.MultiplyAdd((x[j] - mean) * inverse, -hxMean, h - hMean);
            dx[j] = centered * inverse;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> Weights<T>(T* weight, T offset, int j)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        weight != null ? Vector.Load(weight + j) + new Vector<T>(offset) : Vector<T>.One;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Weight<T>(T* weight, T offset, int j)
        where T : unmanaged, IFloatingPointIeee754<T> => weight != null ? weight[j] + offset : T.One;
}
