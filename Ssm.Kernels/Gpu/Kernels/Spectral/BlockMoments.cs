namespace Ssm.Kernels.Gpu;

/// <summary>Σ_j conj(e^(j z)) dk[j] and Σ_j j conj(e^(j z)) dk[j] over one block of steps.</summary>
internal readonly struct BlockMoments<T>(T re, T im, T laterRe, T laterIm)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T Re = re;
    internal readonly T Im = im;
    internal readonly T LaterRe = laterRe;
    internal readonly T LaterIm = laterIm;

    /// <summary>One step more.</summary>
    /// <param name="powerRe">Re e^(j z).</param>
    /// <param name="powerIm">Im e^(j z).</param>
    /// <param name="j">The step.</param>
    /// <param name="d">dk[j].</param>
    internal BlockMoments<T> Add(T powerRe, T powerIm, T j, T d) => new(
        Re + (powerRe * d), Im - (powerIm * d), LaterRe + (j * powerRe * d), LaterIm - (j * powerIm * d));
}

/// <summary>The same over all steps of a piece, in wide precision.</summary>
internal readonly struct PieceMoments<TWide>(TWide re, TWide im, TWide laterRe, TWide laterIm)
    where TWide : unmanaged, IFloatingPointIeee754<TWide>
{
    internal readonly TWide Re = re;
    internal readonly TWide Im = im;
    internal readonly TWide LaterRe = laterRe;
    internal readonly TWide LaterIm = laterIm;

    /// <summary>One block more: with l = start + j its share of the later sums is conj(head) (Σ j … + start Σ …).
    /// </summary>
    internal PieceMoments<TWide> Add<T, TNumber>(T headRe, T headIm, int start, BlockMoments<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        TWide hr = TNumber.Widen(headRe), hi = TNumber.Widen(headIm), l = TNumber.Of(start);
        TWide xr = TNumber.Widen(block.Re), xi = TNumber.Widen(block.Im);
        TWide yr = TNumber.Widen(block.LaterRe) + (l * xr), yi = TNumber.Widen(block.LaterIm) + (l * xi);
        return new(
            Re + (hr * xr) + (hi * xi), Im + (hr * xi) - (hi * xr), LaterRe + (hr * yr) + (hi * yi),
            LaterIm + (hr * yi) - (hi * yr));
    }
}
