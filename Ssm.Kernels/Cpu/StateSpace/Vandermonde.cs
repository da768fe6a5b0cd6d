using System.Buffers;

namespace Ssm.Kernels;

/// <summary>
/// The convolution kernel of a diagonal state space model, K[l, h] = scale · Re Σ_n v[h, n]·e^(l·z[h, n]).
/// </summary>
/// <remarks>
/// Time is cut into blocks of 64: with l = 64·m + j, e^(l·z) = e^(64·m·z)·e^(j·z), so a channel's kernel is a
/// product of the matrix of the block heads v·e^(64·m·z) with the table of the 64 powers e^(j·z). Heads and tables
/// are computed in double with the phase reduced in double, so a float kernel's error does not grow with l.
/// Gu, Gupta, Goel and Ré, "On the Parameterization and Initialization of Diagonal State Space Models", 2022,
/// arXiv:2206.11893, section 3.3.
/// </remarks>
public static unsafe class Vandermonde
{
    private const int Block = ExponentialPowers.Block;

    /// <summary>Channels of one piece: a row of them is a cache line of floats in the time-major kernel.</summary>
    private const int Tile = 16;

    /// <summary>Computes K for l = 0 … length − 1.</summary>
    /// <param name="v">(H, N), the weight of each mode.</param>
    /// <param name="z">(H, N), the logarithm of each mode's factor.</param>
    /// <param name="scale">2 where each mode stands for a conjugate pair, 1 for the real part alone.</param>
    /// <param name="k">(L, H).</param>
    /// <param name="length">L.</param>
    /// <param name="channels">H.</param>
    /// <param name="modes">N.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the sizes.</exception>
    public static void Forward<T>(
        ReadOnlyPlanar<T> v,
        ReadOnlyPlanar<T> z,
        T scale,
        Span<T> k,
        int length,
        int channels,
        int modes,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(v.Length, z.Length, k.Length, length, channels, modes, threads);
        fixed (T* vr = v.Re, vi = v.Im, zr = z.Re, zi = z.Im, kp = k)
        {
            VandermondeWork<T> work = new()
            {
                V = new(vr, vi),
                Z = new(zr, zi),
                K = kp,
                Scale = scale,
                Length = length,
                Channels = channels,
                Modes = modes,
            };
            WorkSplit.Run(channels, Tile, 2L * length * channels * modes, threads, work, ForwardPiece);
        }
    }

    /// <summary>
    /// The gradients: dv = scale·Σ_l conj(e^(l·z))·dk[l], dz = scale·conj(v)·Σ_l l·conj(e^(l·z))·dk[l].
    /// </summary>
    /// <param name="v">(H, N), as given to <see cref="Forward"/>.</param>
    /// <param name="z">(H, N), as given to <see cref="Forward"/>.</param>
    /// <param name="scale">As given to <see cref="Forward"/>.</param>
    /// <param name="dk">(L, H), the gradient of K.</param>
    /// <param name="dv">(H, N).</param>
    /// <param name="dz">(H, N).</param>
    /// <param name="length">L.</param>
    /// <param name="channels">H.</param>
    /// <param name="modes">N.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">A length does not fit the sizes.</exception>
    public static void Adjoint<T>(
        ReadOnlyPlanar<T> v,
        ReadOnlyPlanar<T> z,
        T scale,
        ReadOnlySpan<T> dk,
        Planar<T> dv,
        Planar<T> dz,
        int length,
        int channels,
        int modes,
        int threads = 1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(v.Length, z.Length, dk.Length, length, channels, modes, threads);
        Guard.Length(dv.Length, v.Length, nameof(Vandermonde));
        Guard.Length(dz.Length, z.Length, nameof(Vandermonde));
        fixed (T* vr = v.Re, vi = v.Im, zr = z.Re, zi = z.Im, kp = dk)
        fixed (T* dvr = dv.Re, dvi = dv.Im, dzr = dz.Re, dzi = dz.Im)
        {
            VandermondeWork<T> work = new()
            {
                V = new(vr, vi),
                Z = new(zr, zi),
                K = kp,
                Scale = scale,
                Length = length,
                Channels = channels,
                Modes = modes,
                Dv = new(dvr, dvi),
                Dz = new(dzr, dzi),
            };
            WorkSplit.Run(channels, Tile, 4L * length * channels * modes, threads, work, AdjointPiece);
        }
    }

    private static void Check(int v, int z, int k, int length, int channels, int modes, int threads)
    {
        Guard.AtLeast(length, 0, nameof(Vandermonde));
        Guard.AtLeast(channels, 0, nameof(Vandermonde));
        Guard.AtLeast(modes, 0, nameof(Vandermonde));
        Guard.AtLeast(threads, 1, nameof(Vandermonde));
        Guard.Length(v, checked(channels * modes), nameof(Vandermonde), "v");
        Guard.Length(z, checked(channels * modes), nameof(Vandermonde), "z");
        Guard.Length(k, checked(length * channels), nameof(Vandermonde), "k");
    }

    private static void ForwardPiece<T>(VandermondeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = work.Blocks, modes = work.Modes;
        nint row = (nint)blocks * Block;
        T[] kernels = ArrayPool<T>.Shared.Rent(checked((int)row * (end - start)));
        T[] tables = ArrayPool<T>.Shared.Rent(checked(2 * modes * Block));
        T[] heads = ArrayPool<T>.Shared.Rent(checked(2 * modes * blocks));
        double[] exact = ArrayPool<double>.Shared.Rent(checked(2 * blocks));
        fixed (T* k = kernels, t = tables, w = heads)
        fixed (double* powers = exact)
        {
            PlanePointers<T> table = new(t, t + ((nint)modes * Block)), head = new(w, w + ((nint)modes * blocks));
            for (int h = start; h < end; h++)
            {
                for (int n = 0; n < modes; n++)
                {
                    Mode(work, h, n, table.At((nint)n * Block), head.At(n), powers);
                }

                VandermondeLoops.Kernel(head, table, k + ((h - start) * row), blocks, modes);
            }

            for (int l = 0; l < work.Length; l++)
            {
                T* to = work.K + ((nint)l * work.Channels);
                for (int h = start; h < end; h++)
                {
                    to[h] = k[((h - start) * row) + l];
                }
            }
        }

        ArrayPool<T>.Shared.Return(kernels);
        ArrayPool<T>.Shared.Return(tables);
        ArrayPool<T>.Shared.Return(heads);
        ArrayPool<double>.Shared.Return(exact);
    }

    // The table of a mode, and its heads scale·v·e^(64·m·z), which lie one mode apart from each other.
    private static void Mode<T>(
        VandermondeWork<T> work, int h, int n, PlanePointers<T> table, PlanePointers<T> heads, double* powers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double* exact = stackalloc double[2 * Block];
        int blocks = work.Blocks;
        (double zr, double zi) = work.At(work.Z, h, n);
        (double vr, double vi) = work.At(work.V, h, n);
        double scale = double.CreateTruncating(work.Scale);
        (vr, vi) = (scale * vr, scale * vi);
        (double Re, double Im) stride = ExponentialPowers.Table<T>(zr, zi, exact, exact + Block);
        VandermondeLoops.Round(exact, table.Re, Block);
        VandermondeLoops.Round(exact + Block, table.Im, Block);
        ExponentialPowers.Heads<T>(stride, zr, zi, powers, powers + blocks, blocks);
        for (int block = 0; block < blocks; block++)
        {
            double re = powers[block], im = powers[blocks + block];
            heads.Re[(nint)block * work.Modes] = T.CreateTruncating((vr * re) - (vi * im));
            heads.Im[(nint)block * work.Modes] = T.CreateTruncating((vr * im) + (vi * re));
        }
    }

    private static void AdjointPiece<T>(VandermondeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = work.Blocks;
        nint row = (nint)blocks * Block;
        T[] gradients = ArrayPool<T>.Shared.Rent(checked((int)row * (end - start)));
        T[] heads = ArrayPool<T>.Shared.Rent(checked(4 * blocks));
        double[] exact = ArrayPool<double>.Shared.Rent(checked(2 * blocks));
        gradients.AsSpan().Clear();
        fixed (T* dk = gradients, w = heads)
        fixed (double* powers = exact)
        {
            for (int l = 0; l < work.Length; l++)
            {
                T* from = work.K + ((nint)l * work.Channels);
                for (int h = start; h < end; h++)
                {
                    dk[((h - start) * row) + l] = from[h];
                }
            }

            for (int h = start; h < end; h++)
            {
                for (int n = 0; n < work.Modes; n++)
                {
                    ModeGradient(work, h, n, dk + ((h - start) * row), w, powers);
                }
            }
        }

        ArrayPool<T>.Shared.Return(gradients);
        ArrayPool<T>.Shared.Return(heads);
        ArrayPool<double>.Shared.Return(exact);
    }

    private static void ModeGradient<T>(VandermondeWork<T> work, int h, int n, T* dk, T* heads, double* powers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double* table = stackalloc double[2 * Block], wide = stackalloc double[4 * Block];
        T* sums = stackalloc T[4 * Block];
        int blocks = work.Blocks;
        (double zr, double zi) = work.At(work.Z, h, n);
        (double vr, double vi) = work.At(work.V, h, n);
        (double Re, double Im) stride = ExponentialPowers.Table<T>(zr, zi, table, table + Block);
        ExponentialPowers.Heads<T>(stride, zr, zi, powers, powers + blocks, blocks);
        for (int block = 0; block < blocks; block++)
        {
            double l = (double)block * Block, re = powers[block], im = powers[blocks + block];
            heads[block] = T.CreateTruncating(re);
            heads[blocks + block] = T.CreateTruncating(im);
            heads[(2 * blocks) + block] = T.CreateTruncating(l * re);
            heads[(3 * blocks) + block] = T.CreateTruncating(l * im);
        }

        VandermondeLoops.Moments(heads, dk, sums, blocks);
        VandermondeLoops.Widen(sums, wide, 4 * Block);
        (double sr, double si, double mr, double mi) = VandermondeLoops.Gradient(table, wide);
        double scale = double.CreateTruncating(work.Scale);
        nint at = ((nint)h * work.Modes) + n;
        work.Dv.Re[at] = T.CreateTruncating(scale * sr);
        work.Dv.Im[at] = T.CreateTruncating(scale * si);
        work.Dz.Re[at] = T.CreateTruncating(scale * ((vr * mr) + (vi * mi)));
        work.Dz.Im[at] = T.CreateTruncating(scale * ((vr * mi) - (vi * mr)));
    }
}
