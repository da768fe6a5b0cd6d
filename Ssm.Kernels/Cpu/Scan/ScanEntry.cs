namespace Ssm.Kernels;

/// <summary>What all scans do with their arguments: check them, pin them, and hand them to the algorithm.</summary>
internal static unsafe class ScanEntry
{
    /// <summary>
    /// Results of this many bytes are larger than the caches, and nobody finds them there: they are stored past them.
    /// </summary>
    private const long StreamedBytes = 1L << 25;

    private const int CacheLine = 64;

    internal static void Scan<T, TNumber, TAlgorithm>(
        ReadOnlySpan<T> aRe,
        ReadOnlySpan<T> aIm,
        ReadOnlySpan<T> bRe,
        ReadOnlySpan<T> bIm,
        ReadOnlySpan<T> h0Re,
        ReadOnlySpan<T> h0Im,
        Span<T> hRe,
        Span<T> hIm,
        ScanShape shape,
        ScanForm form,
        ReadOnlySpan<bool> resets,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TAlgorithm : struct, IScanAlgorithm
    {
        string kernel = TAlgorithm.Name;
        Check(aRe.Length, h0Re.Length, resets.Length, shape, form, threads, kernel);
        Guard.Length(bRe.Length, shape.Elements, kernel, "b");
        Guard.Length(hRe.Length, shape.Elements, kernel, "h");
        if (shape.Elements == 0)
        {
            return;
        }

        fixed (T* ar = aRe, ai = aIm, br = bRe, bi = bIm, sr = h0Re, si = h0Im, hr = hRe, hi = hIm)
        fixed (bool* flags = resets)
        {
            ScanArrays<T> arrays = new()
            {
                A = new(ar, ai),
                B = new(br, bi),
                H0 = new(sr, si),
                H = new(hr, hi),
                Resets = flags,
                Shape = shape,
                Down = (form & ScanForm.Reverse) != 0,
                Invariant = (form & ScanForm.Invariant) != 0,
                Adjoint = false,
                Streaming = br != hr && Streams<T>(shape, TNumber.Planes, new(hr, hi)),
            };
            TAlgorithm.Scan<T, TNumber>(arrays, threads);
        }
    }

    internal static void LastState<T, TNumber, TAlgorithm>(
        ReadOnlySpan<T> aRe,
        ReadOnlySpan<T> aIm,
        ReadOnlySpan<T> bRe,
        ReadOnlySpan<T> bIm,
        ReadOnlySpan<T> h0Re,
        ReadOnlySpan<T> h0Im,
        Span<T> lastRe,
        Span<T> lastIm,
        ScanShape shape,
        ScanForm form,
        ReadOnlySpan<bool> resets,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TAlgorithm : struct, IScanAlgorithm
    {
        string kernel = TAlgorithm.Name;
        Check(aRe.Length, h0Re.Length, resets.Length, shape, form, threads, kernel);
        Guard.Length(bRe.Length, shape.Elements, kernel, "b");
        Guard.Length(lastRe.Length, shape.StateElements, kernel, "last");
        if (shape.Elements == 0)
        {
            // No time step: the state is still the initial one.
            CopyOrClear(h0Re, lastRe);
            CopyOrClear(h0Im, lastIm);
            return;
        }

        fixed (T* ar = aRe, ai = aIm, br = bRe, bi = bIm, sr = h0Re, si = h0Im, lr = lastRe, li = lastIm)
        fixed (bool* flags = resets)
        {
            ScanArrays<T> arrays = new()
            {
                A = new(ar, ai),
                B = new(br, bi),
                H0 = new(sr, si),
                H = default,
                Resets = flags,
                Shape = shape,
                Down = (form & ScanForm.Reverse) != 0,
                Invariant = (form & ScanForm.Invariant) != 0,
                Adjoint = false,
            };
            TAlgorithm.LastState<T, TNumber>(arrays, new(lr, li), threads);
        }
    }

    internal static void Adjoint<T, TNumber, TAlgorithm>(
        ReadOnlySpan<T> aRe,
        ReadOnlySpan<T> aIm,
        ReadOnlySpan<T> hRe,
        ReadOnlySpan<T> hIm,
        ReadOnlySpan<T> h0Re,
        ReadOnlySpan<T> h0Im,
        ReadOnlySpan<T> dhRe,
        ReadOnlySpan<T> dhIm,
        Span<T> dbRe,
        Span<T> dbIm,
        Span<T> daRe,
        Span<T> daIm,
        Span<T> dh0Re,
        Span<T> dh0Im,
        ScanShape shape,
        ScanForm form,
        ReadOnlySpan<bool> resets,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TAlgorithm : struct, IScanAlgorithm
    {
        string kernel = TAlgorithm.Name;
        Check(aRe.Length, h0Re.Length, resets.Length, shape, form, threads, kernel);
        Guard.Length(hRe.Length, shape.Elements, kernel, "h");
        Guard.Length(dhRe.Length, shape.Elements, kernel, "dh");
        Guard.Length(dbRe.Length, shape.Elements, kernel, "db");
        ScanChecks.Optional(daRe.Length, aRe.Length, kernel, "da");
        ScanChecks.Optional(dh0Re.Length, shape.StateElements, kernel, "dh0");
        if (shape.Elements == 0)
        {
            // No time step: nothing depends on a or, here, on h0.
            daRe.Clear();
            daIm.Clear();
            dh0Re.Clear();
            dh0Im.Clear();
            return;
        }

        fixed (T* ar = aRe, ai = aIm, hr = hRe, hi = hIm, sr = h0Re, si = h0Im, gr = dhRe, gi = dhIm)
        fixed (T* br = dbRe, bi = dbIm, dr = daRe, di = daIm, er = dh0Re, ei = dh0Im)
        fixed (bool* flags = resets)
        {
            bool invariant = (form & ScanForm.Invariant) != 0;
            PlanePointers<T> db = new(br, bi), da = new(dr, di);
            ScanArrays<T> arrays = new()
            {
                A = new(ar, ai),
                B = new(gr, gi),
                H0 = new(sr, si),
                H = db,
                Outputs = new(hr, hi),
                Da = da,
                Dh0 = new(er, ei),
                Resets = flags,
                Shape = shape,
                Down = (form & ScanForm.Reverse) == 0,
                Invariant = invariant,
                Adjoint = true,
                Streaming = gr != br && Streams(shape, TNumber.Planes, db)
                    && (invariant || !da.Exists || Streams(shape, TNumber.Planes, da)),
            };
            TAlgorithm.Adjoint<T, TNumber>(arrays, threads);
        }
    }

    private static void Check(
        int a, int h0, int resets, ScanShape shape, ScanForm form, int threads, string kernel)
    {
        ScanChecks.Shape(shape, threads, kernel);
        Guard.Length(a, (form & ScanForm.Invariant) != 0 ? shape.Channels : shape.Elements, kernel, "a");
        ScanChecks.Optional(h0, shape.StateElements, kernel, "h0");
        ScanChecks.Optional(resets, checked(shape.Batch * shape.Length), kernel, "resets");
    }

    // Past the caches go whole lines of wide rows; a narrow tile has none of its own.
    private static bool Streams<T>(ScanShape shape, int planes, PlanePointers<T> results)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        shape.Channels >= 64
        && (long)planes * shape.Elements * sizeof(T) >= StreamedBytes
        && (shape.Channels * sizeof(T)) % CacheLine == 0
        && (nuint)results.Re % CacheLine == 0
        && (nuint)results.Im % CacheLine == 0;

    private static void CopyOrClear<T>(ReadOnlySpan<T> from, Span<T> to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (from.IsEmpty)
        {
            to.Clear();
        }
        else
        {
            from.CopyTo(to);
        }
    }
}
