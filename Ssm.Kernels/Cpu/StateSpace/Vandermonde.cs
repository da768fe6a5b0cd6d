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
        fixed (T* k = kernels, t = tables, w = heads)
        {
            PlanePointers<T> table = new(t, t + ((nint)modes * Block)), head = new(w, w + ((nint)modes * blocks));
            for (int h = start; h < end; h++)
            {
                for (int n = 0; n < modes; n++)
                {
                    Mode(work, h, n, table.At((nint)n * Block), head.At(n));
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
    }

    // The table of a mode, and its heads scale·v·e^(64·m·z), which lie one mode apart from each other.
    private static void Mode<T>(VandermondeWork<T> work, int h, int n, PlanePointers<T> table, PlanePointers<T> heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> re = stackalloc double[Block], im = stackalloc double[Block];
        (double zr, double zi) = work.At(work.Z, h, n);
        (double vr, double vi) = work.At(work.V, h, n);
        double scale = double.CreateTruncating(work.Scale);
        (vr, vi) = (scale * vr, scale * vi);
        ExponentialPowers.Table(zr, zi, re, im);
        for (int j = 0; j < Block; j++)
        {
            table.Re[j] = T.CreateTruncating(re[j]);
            table.Im[j] = T.CreateTruncating(im[j]);
        }

        (double Re, double Im) head = (0.0, 0.0), stride = ExponentialPowers.At(Block, zr, zi);
        for (int block = 0; block < work.Blocks; block++)
        {
            head = ExponentialPowers.Head(block, head, stride, zr, zi);
            heads.Re[(nint)block * work.Modes] = T.CreateTruncating((vr * head.Re) - (vi * head.Im));
            heads.Im[(nint)block * work.Modes] = T.CreateTruncating((vr * head.Im) + (vi * head.Re));
        }
    }

    private static void AdjointPiece<T>(VandermondeWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int blocks = work.Blocks;
        nint row = (nint)blocks * Block;
        T[] gradients = ArrayPool<T>.Shared.Rent(checked((int)row * (end - start)));
        T[] heads = ArrayPool<T>.Shared.Rent(checked(4 * blocks));
        gradients.AsSpan().Clear();
        fixed (T* dk = gradients, w = heads)
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
                    ModeGradient(work, h, n, dk + ((h - start) * row), w);
                }
            }
        }

        ArrayPool<T>.Shared.Return(gradients);
        ArrayPool<T>.Shared.Return(heads);
    }

    private static void ModeGradient<T>(VandermondeWork<T> work, int h, int n, T* dk, T* heads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<double> re = stackalloc double[Block], im = stackalloc double[Block];
        T* sums = stackalloc T[4 * Block];
        int blocks = work.Blocks;
        (double zr, double zi) = work.At(work.Z, h, n);
        (double vr, double vi) = work.At(work.V, h, n);
        (double Re, double Im) head = (0.0, 0.0), stride = ExponentialPowers.At(Block, zr, zi);
        for (int block = 0; block < blocks; block++)
        {
            head = ExponentialPowers.Head(block, head, stride, zr, zi);
            double l = (double)block * Block;
            heads[block] = T.CreateTruncating(head.Re);
            heads[blocks + block] = T.CreateTruncating(head.Im);
            heads[(2 * blocks) + block] = T.CreateTruncating(l * head.Re);
            heads[(3 * blocks) + block] = T.CreateTruncating(l * head.Im);
        }

        VandermondeLoops.Moments(heads, dk, sums, blocks);
        ExponentialPowers.Table(zr, zi, re, im);

        // Σ_l conj(a^l)·dk = Σ_j conj(a^j)·s[j], and with the factor l = 64·m + j, Σ_j conj(a^j)·(m[j] + j·s[j]).
        double sr = 0.0, si = 0.0, mr = 0.0, mi = 0.0;
        for (int j = 0; j < Block; j++)
        {
            double xr = double.CreateTruncating(sums[j]), xi = double.CreateTruncating(sums[Block + j]);
            double yr = double.CreateTruncating(sums[(2 * Block) + j]) + (j * xr);
            double yi = double.CreateTruncating(sums[(3 * Block) + j]) + (j * xi);
            sr += (re[j] * xr) + (im[j] * xi);
            si += (re[j] * xi) - (im[j] * xr);
            mr += (re[j] * yr) + (im[j] * yi);
            mi += (re[j] * yi) - (im[j] * yr);
        }

        double scale = double.CreateTruncating(work.Scale);
        nint at = ((nint)h * work.Modes) + n;
        work.Dv.Re[at] = T.CreateTruncating(scale * sr);
        work.Dv.Im[at] = T.CreateTruncating(scale * si);
        work.Dz.Re[at] = T.CreateTruncating(scale * ((vr * mr) + (vi * mi)));
        work.Dz.Im[at] = T.CreateTruncating(scale * ((vr * mi) - (vi * mr)));
    }
}
