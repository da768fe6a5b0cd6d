namespace Ssm.Kernels;

/// <summary>Products of the spectra of real signals that are packed two samples to a complex point.</summary>
/// <remarks>
/// z[j] = x[2j] + i·x[2j+1], j below h, has the spectrum Z, indices modulo h. For a kernel packed as V in the same way
/// the circular convolution of 2h real samples has, packed, the spectrum
/// <code>
///   W[k] = V[k] Z[k] − c[k] (V[k] − conj V[−k]) (Z[k] − conj Z[−k]),        c[k] = (1 + e^(−2πi·k/h)) / 4
/// </code>
/// and the correlation, Σ_t v[t − s] z[t],
/// <code>
///   W[k] = conj V[k] Z[k] − conj(c[k] (V[k] − conj V[−k])) (Z[k] + conj Z[−k])
/// </code>
/// Both follow from X = E + e^(−πi·k/h) O, with the spectra 2E = Z[k] + conj Z[−k] of the even and
/// 2iO = Z[k] − conj Z[−k] of the odd samples. The second term of W[−k] is the conjugate of that of W[k], with the
/// opposite sign in the correlation: so k and −k are done together, and cost 24 vector operations where two products
/// of a complex signal would be 8. In exchange no two rows or channels share a transform, so none needs a partner and
/// none can spoil another.
/// </remarks>
internal sealed unsafe class PackedSpectrum<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly BlockedFft<T> _fft;
    private readonly T[] _turns;

    internal PackedSpectrum(BlockedFft<T> fft)
    {
        _fft = fft;
        _turns = new T[2 * fft.Points];
        for (int row = 0; row < fft.Rows; row++)
        {
            for (int f = 0; f < fft.Columns; f++)
            {
                long k = fft.RowFrequency(row) + ((long)fft.Rows * f);
                (double re, double im) = Twiddle.Root(k, fft.Points);
                int at = 2 * ((row * fft.Columns) + fft.Order[f]);
                _turns[at] = T.CreateTruncating((1 + re) / 4);
                _turns[at + 1] = T.CreateTruncating(im / 4);
            }
        }
    }

    /// <summary>Does <typeparamref name="TProduct"/> on a row and, where that is another, its partner.</summary>
    /// <param name="v">The first factor, all points.</param>
    /// <param name="z">The second factor, all points.</param>
    /// <param name="w">The result, all points; it may be the second factor.</param>
    /// <param name="row">A row that is not after its partner.</param>
    internal void Multiply<TLanes, TProduct>(TLanes* v, TLanes* z, TLanes* w, int row)
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TProduct : struct, IPackedProduct<T, TLanes>
    {
        int columns = _fft.Columns, partner = _fft.Partner(row);
        nint here = (nint)row * _fft.RowStride, there = ((nint)partner * _fft.RowStride) + columns - 1;
        fixed (T* turns = _turns)
        {
            if (row == 0)
            {
                PackedProducts.Scattered<T, TLanes, TProduct>(v, z, w, _fft.ZeroPartner, turns);
            }
            else
            {
                // A row that is its own partner meets itself in the middle.
                int count = row == partner ? (columns + 1) / 2 : columns;
                PackedProducts.Reversed<T, TLanes, TProduct>(
                    v + here, v + there, z + here, z + there, w + here, w + there, count,
                    turns + (2 * row * columns));
            }
        }
    }
}
