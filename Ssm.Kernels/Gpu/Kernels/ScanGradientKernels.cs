using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>
/// What an adjoint makes of λ, each row by itself: ā[t] = conj(h[t−1]) ⊙ λ[t], h̄0 = conj(a[0]) ⊙ λ[0].
/// </summary>
internal static class ScanGradientKernels
{
    /// <summary>ā, or its sums over every n-th row, n being the number of chunks.</summary>
    /// <param name="w">The adjoint's walk.</param>
    /// <param name="h">States.</param>
    /// <param name="h0">(B, C), or nothing for zero.</param>
    /// <param name="lambda">λ.</param>
    /// <param name="resets">Flags.</param>
    /// <param name="da">ā where factors vary; else (chunks, B, C).</param>
    internal static void Factors<T, TNumber, TVary, TResets>(
        ScanWalk w, ComplexPlanes<T> h, ComplexPlanes<T> h0, ComplexPlanes<T> lambda, ArrayView<int> resets,
        ComplexPlanes<T> da)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TVary : struct, IChoice
        where TResets : struct, IChoice
    {
        for (int piece = GridStride.Start; piece < w.Chunks * w.Lines; piece += GridStride.Step)
        {
            int chunk = piece / w.Lines, line = piece - (chunk * w.Lines);
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            TNumber sum = TNumber.Zero;
            for (int row = chunk; row < w.Rows; row += w.Chunks)
            {
                bool none = TResets.Is && w.Resets(resets, batch, row + 1);
                TNumber before = TNumber.Zero;
                if (row + 1 < w.Rows)
                {
                    before = TNumber.Load(h, w.At(batch, row + 1, channel));
                }
                else if (!h0.IsNothing)
                {
                    before = TNumber.Load(h0, line);
                }
                else
                {
                    none = true;
                }

                TNumber value = TNumber.Load(lambda, w.At(batch, row, channel));
                TNumber start = TVary.Is ? TNumber.Zero : sum;
                sum = TNumber.Select(none, start, TNumber.ConjugateMultiplyAdd(before, value, start));
                if (TVary.Is)
                {
                    TNumber.Store(da, w.FactorAt(batch, row + 1, channel), sum);
                }
            }

            if (!TVary.Is)
            {
                TNumber.Store(da, piece, sum);
            }
        }
    }

    /// <summary>h̄0.</summary>
    internal static void Initial<T, TNumber, TResets>(
        ScanWalk w, ComplexPlanes<T> a, ComplexPlanes<T> lambda, ArrayView<int> resets, ComplexPlanes<T> dh0)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IDeviceNumber<T, TNumber>
        where TResets : struct, IChoice
    {
        for (int line = GridStride.Start; line < w.Lines; line += GridStride.Step)
        {
            int batch = line / w.Channels, channel = line - (batch * w.Channels);
            TNumber factor = TNumber.Load(a, w.FactorAt(batch, w.Rows, channel));
            TNumber value = TNumber.Load(lambda, w.At(batch, w.Rows - 1, channel));
            value = TNumber.ConjugateMultiplyAdd(factor, value, TNumber.Zero);
            bool none = TResets.Is && w.Resets(resets, batch, w.Rows);
            TNumber.Store(dh0, line, TNumber.Select(none, TNumber.Zero, value));
        }
    }
}
