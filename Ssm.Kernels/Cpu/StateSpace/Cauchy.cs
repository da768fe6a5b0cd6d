using System.Buffers;

namespace Ssm.Kernels;

/// <summary>
/// The Cauchy sums of S4, c[k] = Σ_n v[n] / (2(1 − ω) − (1 + ω)·z[n]) + v̄[n] / (2(1 − ω) − (1 + ω)·z̄[n]), at the
/// roots of unity ω = e^(−2πi·k/L), k = 0 … ⌊L/2⌋.
/// </summary>
/// <remarks>
/// <para>
/// Gu, Goel and Ré, "Efficiently Modeling Long Sequences with Structured State Spaces", 2022, arXiv:2111.00396,
/// appendix C.3: with z = Δλ, the generating function of the truncated kernel is made of four such sums that share
/// their poles, so up to two numerators are summed in one walk over the modes.
/// </para>
/// <para>
/// On the unit circle the two conjugate terms together are e^(iθ/2)·(iβ·Re v − α·Re(v·z̄)) /
/// (α²|z|² − β² − 2iαβ·Re z) with real α = cos(θ/2), β = 2 sin(θ/2), θ = 2πk/L: one real division a mode, and no 0/0
/// at ω = −1, where c = ½ Σ Re v. A term of the result is wrong by its share of rounding times
/// (α²|z|² + β²) / |α²|z|² − β² − 2iαβ·Re z|, which is what rounding z to T does to it already.
/// </para>
/// <para>
/// Lanes run along frequencies, a NaN stays in its channel. |z| has to lie between 1e−8 and 1e8 in float, between
/// 1e−75 and 1e75 in double: the division is by the fourth power of what is of z's size. A pole on a node, as z = 0
/// at k = 0, gives NaN. No output may overlap an input.
/// </para>
/// </remarks>
public static unsafe class Cauchy
{
    /// <summary>Computes the sums.</summary>
    /// <param name="v">(V, H, N), the numerators.</param>
    /// <param name="z">(H, N), the poles, Δλ.</param>
    /// <param name="c">(V, ⌊L/2⌋ + 1, H).</param>
    /// <param name="shape">V, L, H, N; L is 1 or more.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Forward<T>(
        ReadOnlyPlanar<T> v, ReadOnlyPlanar<T> z, Planar<T> c, in CauchyShape shape, int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(v.Length, z.Length, shape, threads);
        Guard.Length(c.Length, shape.Sums, nameof(Cauchy));
        T[] table = Nodes<T>(shape);
        fixed (T* vr = v.Re, vi = v.Im, zr = z.Re, zi = z.Im, cr = c.Re, ci = c.Im, nodes = table)
        {
            CauchyWork<T> work = new()
            {
                Shape = shape,
                V = new(vr, vi),
                Z = new(zr, zi),
                C = new(cr, ci),
                Nodes = new(nodes, CauchyNodes<T>.Stride(shape.Frequencies)),
            };
            WorkSplit.Run(checked(work.Tiles * work.Blocks), 1, Cost(shape), threads, work, ForwardPieces);
        }

        ArrayPool<T>.Shared.Return(table);
    }

    /// <summary>The gradients of the numerators and the poles.</summary>
    /// <remarks>
    /// With d = 1 / (2(1 − ω) − (1 + ω)z) and e the same of z̄: dv = Σ_k conj(d)·dc + e·conj(dc) and
    /// dz = Σ_k conj(v(1 + ω)d²)·dc + conj(v)(1 + ω)e²·conj(dc), the latter summed over the numerators. The sums run
    /// over blocks of 512 frequencies in T, then over the blocks in double.
    /// </remarks>
    /// <param name="v">(V, H, N), as given to <see cref="Forward"/>.</param>
    /// <param name="z">(H, N), as given to <see cref="Forward"/>.</param>
    /// <param name="dc">(V, ⌊L/2⌋ + 1, H), the gradient of c.</param>
    /// <param name="dv">(V, H, N).</param>
    /// <param name="dz">(H, N).</param>
    /// <param name="shape">V, L, H, N.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the shape.</exception>
    public static void Adjoint<T>(
        ReadOnlyPlanar<T> v,
        ReadOnlyPlanar<T> z,
        ReadOnlyPlanar<T> dc,
        Planar<T> dv,
        Planar<T> dz,
        in CauchyShape shape,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(v.Length, z.Length, shape, threads);
        Guard.Length(dc.Length, shape.Sums, nameof(Cauchy));
        Guard.Length(dv.Length, v.Length, nameof(Cauchy));
        Guard.Length(dz.Length, z.Length, nameof(Cauchy));
        T[] table = Nodes<T>(shape);
        fixed (T* vr = v.Re, vi = v.Im, zr = z.Re, zi = z.Im, cr = dc.Re, ci = dc.Im, nodes = table)
        fixed (T* dvr = dv.Re, dvi = dv.Im, dzr = dz.Re, dzi = dz.Im)
        {
            CauchyWork<T> work = new()
            {
                Shape = shape,
                V = new(vr, vi),
                Z = new(zr, zi),
                C = new(cr, ci),
                Nodes = new(nodes, CauchyNodes<T>.Stride(shape.Frequencies)),
                Dv = new(dvr, dvi),
                Dz = new(dzr, dzi),
            };
            WorkSplit.Run(shape.Channels, CauchyWork<T>.Tile, 2 * Cost(shape), threads, work, CauchyAdjoint.Channels);
        }

        ArrayPool<T>.Shared.Return(table);
    }

    /// <summary>Writes the numbers of a channel's modes for two numerators from <paramref name="first"/> on.</summary>
    internal static void Modes<T>(CauchyWork<T> work, int first, int channel, T* modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int n = 0; n < work.Shape.Modes; n++, modes += CauchyLoops.ModeNumbers)
        {
            (double zr, double zi) = CauchyWork<T>.At(work.Z, work.Pole(channel) + n);
            modes[0] = T.CreateTruncating((zr * zr) + (zi * zi));
            modes[1] = T.CreateTruncating(zr);
            modes[2] = T.CreateTruncating(zr * zr);
            for (int i = 0; i < CauchyWork<T>.Pair; i++)
            {
                // An odd last numerator is paired with zeros.
                (double vr, double vi) = first + i < work.Shape.Numerators
                    ? CauchyWork<T>.At(work.V, work.Weight(first + i, channel) + n)
                    : (0.0, 0.0);
                double p = (vr * zr) + (vi * zi);
                T* to = modes + 4 + (4 * i);
                to[0] = T.CreateTruncating(p);
                to[1] = T.CreateTruncating(vr);
                to[2] = T.CreateTruncating(2.0 * p * zr);
                to[3] = T.CreateTruncating(2.0 * vr * zr);
            }
        }
    }

    private static long Cost(in CauchyShape shape) =>
        8L * shape.Numerators * shape.Channels * shape.Modes * shape.Frequencies;

    private static T[] Nodes<T>(in CauchyShape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] table = ArrayPool<T>.Shared.Rent(CauchyNodes<T>.Size(shape.Frequencies));
        CauchyNodes<T>.Fill(table, shape.Length, shape.Frequencies);
        return table;
    }

    private static void Check(int v, int z, in CauchyShape shape, int threads)
    {
        Guard.AtLeast(shape.Numerators, 0, nameof(Cauchy));
        Guard.AtLeast(shape.Length, 1, nameof(Cauchy));
        Guard.AtLeast(shape.Channels, 0, nameof(Cauchy));
        Guard.AtLeast(shape.Modes, 0, nameof(Cauchy));
        Guard.AtLeast(threads, 1, nameof(Cauchy));
        Guard.Length(v, shape.Weights, nameof(Cauchy), "v");
        Guard.Length(z, shape.Poles, nameof(Cauchy), "z");
    }

    private static void ForwardPieces<T>(CauchyWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const int block = CauchyNodes<T>.Block, row = block + 16;
        CauchyShape shape = work.Shape;
        T[] scratch = ArrayPool<T>.Shared.Rent(
            checked((CauchyLoops.ModeNumbers * shape.Modes) + (2 * CauchyWork<T>.Pair * CauchyWork<T>.Tile * row)));
        fixed (T* sums = scratch)
        {
            T* modes = sums + (2 * CauchyWork<T>.Pair * CauchyWork<T>.Tile * row);
            for (int piece = start; piece < end; piece++)
            {
                (int tile, int at) = Math.DivRem(piece, work.Blocks);
                int channel = tile * CauchyWork<T>.Tile, first = at * block;
                int channels = Math.Min(CauchyWork<T>.Tile, shape.Channels - channel);
                int count = Math.Min(block, shape.Frequencies - first);
                for (int i = 0; i < shape.Numerators; i += CauchyWork<T>.Pair)
                {
                    for (int h = 0; h < channels; h++)
                    {
                        Modes(work, i, channel + h, modes);
                        CauchyLoops.Sums(
                            work.Nodes, first, count, modes, shape.Modes, sums + (h * row), CauchyWork<T>.Tile * row);
                    }

                    for (int j = i; j < Math.Min(i + CauchyWork<T>.Pair, shape.Numerators); j++)
                    {
                        T* from = sums + ((nint)(j - i) * 2 * CauchyWork<T>.Tile * row);
                        nint to = work.Sum(j, first) + channel;
                        Scatter(from, work.C.Re + to, shape.Channels, row, channels, count);
                        Scatter(
                            from + (CauchyWork<T>.Tile * row), work.C.Im + to, shape.Channels, row, channels, count);
                    }
                }
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
    }

    // to[k, h] = from[h, k].
    private static void Scatter<T>(T* from, T* to, int stride, int row, int channels, int count)
        where T : unmanaged
    {
        for (int k = 0; k < count; k++, to += stride)
        {
            for (int h = 0; h < channels; h++)
            {
                to[h] = from[((nint)h * row) + k];
            }
        }
    }
}
