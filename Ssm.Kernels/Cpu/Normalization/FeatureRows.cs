namespace Ssm.Kernels;

/// <summary>
/// The row loops of <see cref="BatchNorm"/>, in which every feature has numbers of its own; lanes run along the row.
/// </summary>
internal static unsafe class FeatureRows
{
    /// <summary>sum += (x − mean)².</summary>
    internal static void AddSquaredDistance<T>(T* x, T* mean, T* sum, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> d = Vector.Load(x + j) - Vector.Load(mean + j);
            Fused.MultiplyAdd(d, d, Vector.Load(sum + j)).Store(sum + j);
        }

        for (; j < width; j++)
        {
            T d = x[j] - mean[j];
            sum[j] = Fused.MultiplyAdd(d, d, sum[j]);
        }
    }

    /// <summary>sum += dy ⊙ (x − mean).</summary>
    internal static void AddCenteredProduct<T>(T* dy, T* x, T* mean, T* sum, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> d = Vector.Load(x + j) - Vector.Load(mean + j);
            Fused.MultiplyAdd(Vector.Load(dy + j), d, Vector.Load(sum + j)).Store(sum + j);
        }

        for (; j < width; j++)
        {
            sum[j] = Fused.MultiplyAdd(dy[j], x[j] - mean[j], sum[j]);
        }
    }

    /// <summary>y = (x − mean) ⊙ scale + shift.</summary>
    internal static void Scale<T>(T* x, T* mean, T* scale, T* shift, T* y, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> d = Vector.Load(x + j) - Vector.Load(mean + j);
            Fused.MultiplyAdd(d, Vector.Load(scale + j), Vector.Load(shift + j)).Store(y + j);
        }

        for (; j < width; j++)
        {
            y[j] = Fused.MultiplyAdd(x[j] - mean[j], scale[j], shift[j]);
        }
    }

    /// <summary>dx = dy ⊙ scale + ((x − mean) ⊙ slope + shift).</summary>
    internal static void InputGradient<T>(T* dy, T* x, T* mean, T* scale, T* slope, T* shift, T* dx, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int j = 0;
        for (; j <= width - Vector<T>.Count; j += Vector<T>.Count)
        {
            Vector<T> d = Vector.Load(x + j) - Vector.Load(mean + j);
            Vector<T> line = Fused.MultiplyAdd(d, Vector.Load(slope + j), Vector.Load(shift + j));
            Fused.MultiplyAdd(Vector.Load(dy + j), Vector.Load(scale + j), line).Store(dx + j);
        }

        for (; j < width; j++)
        {
            T line = Fused.MultiplyAdd(x[j] - mean[j], slope[j], shift[j]);
            dx[j] = Fused.MultiplyAdd(dy[j], scale[j], line);
        }
    }
}
