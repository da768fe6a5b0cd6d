namespace Ssm.Kernels;

/// <summary>The row loops of <see cref="CausalConv1d"/>; lanes run across channels.</summary>
internal static unsafe class TapRows
{
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
