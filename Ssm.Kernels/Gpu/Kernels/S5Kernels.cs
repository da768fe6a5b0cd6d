using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>What stands between the products and the scan of an S5 recurrence.</summary>
internal static class S5Kernels
{
    /// <summary>scale·[Re c, −Im c], (H, 2P): the real part of a complex product is one real product.</summary>
    internal static void Stack<T>(ComplexPlanes<T> c, ArrayView<T> stacked, T scale, int modes, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int at = i + (i / modes * modes);
            stacked[at] = scale * c.Re[i];
            stacked[at + modes] = -(scale * c.Im[i]);
        }
    }

    /// <summary>The gradient of c from that of what <see cref="Stack"/> makes of it, but for its scale.</summary>
    internal static void Unstack<T>(ArrayView<T> stacked, ComplexPlanes<T> c, T scale, int modes, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            int at = i + (i / modes * modes);
            c.Re[i] = scale * stacked[at];
            c.Im[i] = -(scale * stacked[at + modes]);
        }
    }

    /// <summary>y = d ⊙ u, rows of channels.</summary>
    internal static void Feedthrough<T>(ArrayView<T> d, ArrayView<T> u, ArrayView<T> y, int channels, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = GridStride.Start; i < count; i += GridStride.Step)
        {
            y[i] = d[i - (i / channels * channels)] * u[i];
        }
    }

    /// <summary>Copies one row of a walk, of each sequence.</summary>
    internal static void TakeRow<T>(ScanWalk w, ComplexPlanes<T> x, int row, ComplexPlanes<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int line = GridStride.Start; line < w.Lines; line += GridStride.Step)
        {
            int batch = line / w.Channels, at = w.At(batch, row, line - (batch * w.Channels));
            to.Re[line] = x.Re[at];
            to.Im[line] = x.Im[at];
        }
    }

    /// <summary>Adds to one row of a walk, of each sequence.</summary>
    internal static void AddRow<T>(ScanWalk w, ComplexPlanes<T> from, ComplexPlanes<T> x, int row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int line = GridStride.Start; line < w.Lines; line += GridStride.Step)
        {
            int batch = line / w.Channels, at = w.At(batch, row, line - (batch * w.Channels));
            x.Re[at] += from.Re[line];
            x.Im[at] += from.Im[line];
        }
    }
}
