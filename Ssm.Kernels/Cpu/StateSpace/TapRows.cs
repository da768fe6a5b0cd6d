namespace Ssm.Kernels;

/// <summary>The row loops of <see cref="CausalConv1d"/>; lanes run across channels.</summary>
internal static unsafe class TapRows
{
    /// <summary>Rows that the blocked loops take at once.</summary>
    internal const int Rows = 4;

    /// <summary>y = bias + Σ_i rows[i] ⊙ weights[i], with a null bias for zero.</summary>
    internal static void WeightedSum<T>(T** rows, T** weights, int taps, T* bias, T* y, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= channels - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> sum = bias != null ? Vector.Load(bias + j) : Vector<T>.Zero;
            for (int i = 0; i < taps; i++)
            {
                sum = Fused.MultiplyAdd(Vector.Load(rows[i] + j), Vector.Load(weights[i] + j), sum);
            }

            sum.Store(y + j);
        }

        for (; j < channels; j++)
        {
            T sum = bias != null ? bias[j] : T.Zero;
            for (int i = 0; i < taps; i++)
            {
                sum = Fused.MultiplyAdd(rows[i][j], weights[i][j], sum);
            }

            y[j] = sum;
        }
    }

    /// <summary>y[r] = bias + Σ_i x[r, i] ⊙ weights[i] for <see cref="Rows"/> rows that follow each other.</summary>
    /// <remarks>A weight is loaded once for all rows, and each sum adds in the order of <see cref="WeightedSum"/>.
    /// </remarks>
    /// <param name="x">Tap 0 of row 0; the rows are <paramref name="channels"/> apart.</param>
    /// <param name="step">From one tap's row to the next tap's.</param>
    /// <param name="weights">(taps, channels).</param>
    /// <param name="taps">How many taps.</param>
    /// <param name="bias">(channels) or null for zeros.</param>
    /// <param name="y">(rows, channels).</param>
    /// <param name="channels">Numbers of a row.</param>
    internal static void WeightedSums<T>(T* x, nint step, T* weights, int taps, T* bias, T* y, nint channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint j = 0;
        for (; j <= channels - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> s0 = bias != null ? Vector.Load(bias + j) : Vector<T>.Zero, s1 = s0, s2 = s0, s3 = s0;
            T* at = x + j, w = weights + j, end = w + (taps * channels);
            for (; w < end; w += channels, at += step)
            {
                Vector<T> weight = Vector.Load(w);
                s0 = Fused.MultiplyAdd(Vector.Load(at), weight, s0);
                s1 = Fused.MultiplyAdd(Vector.Load(at + channels), weight, s1);
                s2 = Fused.MultiplyAdd(Vector.Load(at + (2 * channels)), weight, s2);
                s3 = Fused.MultiplyAdd(Vector.Load(at + (3 * channels)), weight, s3);
            }

            s0.Store(y + j);
            s1.Store(y + channels + j);
            s2.Store(y + (2 * channels) + j);
            s3.Store(y + (3 * channels) + j);
        }

        for (; j < channels; j++)
        {
            for (int r = 0; r < Rows; r++)
            {
                T sum = bias != null ? bias[j] : T.Zero;
                for (int i = 0; i < taps; i++)
                {
                    sum = Fused.MultiplyAdd(x[(r * channels) + (i * step) + j], weights[(i * channels) + j], sum);
                }

                y[(r * channels) + j] = sum;
            }
        }
    }

    /// <summary>sums[i] += Σ_r dy[r] ⊙ x[r + i] for each tap, and sums[taps] += Σ_r dy[r].</summary>
    /// <remarks>A partial sum is loaded and stored once for <see cref="Rows"/> rows, which it adds in order.</remarks>
    /// <param name="dy">(rows, channels).</param>
    /// <param name="x">(rows + taps − 1, channels).</param>
    /// <param name="sums">(taps + 1, channels).</param>
    /// <param name="taps">How many taps.</param>
    /// <param name="channels">Numbers of a row.</param>
    internal static void AddProducts<T>(T* dy, T* x, T* sums, int taps, nint channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint j = 0;
        for (; j <= channels - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> g0 = Vector.Load(dy + j), g1 = Vector.Load(dy + channels + j);
            Vector<T> g2 = Vector.Load(dy + (2 * channels) + j), g3 = Vector.Load(dy + (3 * channels) + j);
            T* at = x + j, to = sums + j, end = to + (taps * channels);
            for (; to < end; to += channels, at += channels)
            {
                Vector<T> sum = Fused.MultiplyAdd(g0, Vector.Load(at), Vector.Load(to));
                sum = Fused.MultiplyAdd(g1, Vector.Load(at + channels), sum);
                sum = Fused.MultiplyAdd(g2, Vector.Load(at + (2 * channels)), sum);
                Fused.MultiplyAdd(g3, Vector.Load(at + (3 * channels)), sum).Store(to);
            }

            (Vector.Load(end) + g0 + g1 + g2 + g3).Store(end);
        }

        for (; j < channels; j++)
        {
            for (int i = 0; i <= taps; i++)
            {
                T sum = sums[(i * channels) + j];
                for (int r = 0; r < Rows; r++)
                {
                    T g = dy[(r * channels) + j];
                    sum = i < taps ? Fused.MultiplyAdd(g, x[((r + i) * channels) + j], sum) : sum + g;
                }

                sums[(i * channels) + j] = sum;
            }
        }
    }

    /// <summary>sum += x ⊙ y.</summary>
    internal static void AddProduct<T>(T* x, T* y, T* sum, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= channels - Vector<T>.Count; j += Vector<T>.Count)
        {
            Fused.MultiplyAdd(Vector.Load(x + j), Vector.Load(y + j), Vector.Load(sum + j)).Store(sum + j);
        }

        for (; j < channels; j++)
        {
            sum[j] = Fused.MultiplyAdd(x[j], y[j], sum[j]);
        }
    }

    /// <summary>sum += x.</summary>
    internal static void Add<T>(T* x, T* sum, int channels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= channels - Vector<T>.Count; j += Vector<T>.Count)
        {
            (Vector.Load(sum + j) + Vector.Load(x + j)).Store(sum + j);
        }

        for (; j < channels; j++)
        {
            sum[j] += x[j];
        }
    }
}
