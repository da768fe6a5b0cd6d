using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>k[l, h] = scale · Re Σ_n v[h, n] e^(l z[h, n]) and its adjoint.</summary>
/// <remarks>
/// With l = 64 m + j, e^(l z) is the head e^(64 m z) times the table's e^(j z): a channel's kernel is a product of the
/// matrix of heads with that of tables, and only heads and tables are exponentials. A thread makes four by four results
/// of one channel, its neighbours are the channels beside it; the adjoint's makes the moments of four blocks at once.
/// Gu, Gupta, Goel and Ré, "On the Parameterization and Initialization of Diagonal State Space Models", 2022,
/// arXiv:2206.11893, section 3.3.
/// </remarks>
internal static class VandermondeKernels
{
    /// <summary>Steps of a block.</summary>
    internal const int Block = 64;

    private const int Tile = 4;
    private const int BlockTiles = Block / Tile;

    /// <summary>k[64 m + j, h] = Σ_n Re(heads[m, n, h] · table[j, n, h]).</summary>
    internal static void Kernel<T>(
        ComplexPlanes<T> heads, ComplexPlanes<T> table, ArrayView<T> k, VandermondeSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = sizes.Channels, poles = sizes.Poles, rows = (sizes.Blocks + Tile - 1) / Tile;
        for (int i = GridStride.Start; i < rows * BlockTiles * channels; i += GridStride.Step)
        {
            int channel = i % channels, j = ((i / channels) % BlockTiles) * Tile, m = (i / channels / BlockTiles) * Tile;
            VandermondeRow<T> r0 = default, r1 = default, r2 = default, r3 = default;

            // Blocks beyond the last are made from it, and not written.
            int last = sizes.Blocks - 1 - m, m1 = last > 0 ? poles : 0, m2 = last > 1 ? 2 * poles : m1;
            int m3 = last > 2 ? 3 * poles : m2;
            int head = (m * poles) + channel, power = (j * poles) + channel;
            for (int n = 0; n < sizes.Modes; n++, head += channels, power += channels)
            {
                VandermondeRow<T> re = new(
                    table.Re[power], table.Re[power + poles], table.Re[power + (2 * poles)],
                    table.Re[power + (3 * poles)]);
                VandermondeRow<T> im = new(
                    table.Im[power], table.Im[power + poles], table.Im[power + (2 * poles)],
                    table.Im[power + (3 * poles)]);
                r0 = r0.AddRealPart(heads.Re[head], heads.Im[head], re, im);
                r1 = r1.AddRealPart(heads.Re[head + m1], heads.Im[head + m1], re, im);
                r2 = r2.AddRealPart(heads.Re[head + m2], heads.Im[head + m2], re, im);
                r3 = r3.AddRealPart(heads.Re[head + m3], heads.Im[head + m3], re, im);
            }

            int l = ((sizes.FirstBlock + m) * Block) + j, end = (sizes.FirstBlock + sizes.Blocks) * Block;
            end = end < sizes.Length ? end : sizes.Length;
            r0.Store(k, l, end, channels, channel);
            r1.Store(k, l + Block, end, channels, channel);
            r2.Store(k, l + (2 * Block), end, channels, channel);
            r3.Store(k, l + (3 * Block), end, channels, channel);
        }
    }

    /// <summary>
    /// Σ_l conj(e^(l z)) dk[l] and Σ_l l conj(e^(l z)) dk[l] over the blocks of a piece: four rows (pieces, N, H).
    /// </summary>
    internal static void Moments<T, TWide, TNumber>(
        ComplexPlanes<T> heads, ComplexPlanes<T> table, ArrayView<T> dk, ArrayView<TWide> parts, int partAt,
        int partStride, VandermondeSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        int channels = sizes.Channels, poles = sizes.Poles;
        for (int i = GridStride.Start; i < sizes.Pieces * poles; i += GridStride.Step)
        {
            int channel = i % channels, pole = i % poles, first = (i / poles) * sizes.PieceBlocks;
            int end = first + sizes.PieceBlocks < sizes.Blocks ? first + sizes.PieceBlocks : sizes.Blocks;
            PieceMoments<TWide> sums = default;
            for (int m = first; m < end; m += Tile)
            {
                // Steps beyond the end count as 0, blocks beyond it are not added.
                int l = (sizes.FirstBlock + m) * Block, power = pole;
                BlockMoments<T> b0 = default, b1 = default, b2 = default, b3 = default;
                T at = T.Zero;
                for (int j = 0; j < Block && l + j < sizes.Length; j++, power += poles, at += T.One)
                {
                    T re = table.Re[power], im = table.Im[power];
                    b0 = b0.Add(re, im, at, Gradient(dk, sizes, l + j, channel));
                    b1 = b1.Add(re, im, at, Gradient(dk, sizes, l + Block + j, channel));
                    b2 = b2.Add(re, im, at, Gradient(dk, sizes, l + (2 * Block) + j, channel));
                    b3 = b3.Add(re, im, at, Gradient(dk, sizes, l + (3 * Block) + j, channel));
                }

                int head = (m * poles) + pole;
                sums = sums.Add<T, TNumber>(heads.Re[head], heads.Im[head], l, b0);
                if (m + 1 < end)
                {
                    sums = sums.Add<T, TNumber>(heads.Re[head + poles], heads.Im[head + poles], l + Block, b1);
                }

                head += 2 * poles;
                if (m + 2 < end)
                {
                    sums = sums.Add<T, TNumber>(heads.Re[head], heads.Im[head], l + (2 * Block), b2);
                }

                if (m + 3 < end)
                {
                    sums = sums.Add<T, TNumber>(heads.Re[head + poles], heads.Im[head + poles], l + (3 * Block), b3);
                }
            }

            int to = partAt + i;
            parts[to] = sums.Re;
            parts[to + partStride] = sums.Im;
            parts[to + (2 * partStride)] = sums.LaterRe;
            parts[to + (3 * partStride)] = sums.LaterIm;
        }
    }

    /// <summary>dv = scale Σ …, dz = scale conj(v) Σ l …, from the pieces' sums.</summary>
    internal static void Gradients<T, TWide, TNumber>(
        ComplexPlanes<T> v, T scale, ArrayView<TWide> parts, int pieces, int partStride, ComplexPlanes<T> dv,
        ComplexPlanes<T> dz, int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        int poles = channels * modes;
        for (int i = GridStride.Start; i < poles; i += GridStride.Step)
        {
            int pole = ((i % channels) * modes) + (i / channels);
            TWide sr = TWide.Zero, si = TWide.Zero, mr = TWide.Zero, mi = TWide.Zero;
            for (int piece = 0; piece < pieces; piece++)
            {
                int at = (piece * poles) + i;
                sr += parts[at];
                si += parts[at + partStride];
                mr += parts[at + (2 * partStride)];
                mi += parts[at + (3 * partStride)];
            }

            TWide s = TNumber.Widen(scale), vr = TNumber.Widen(v.Re[pole]), vi = TNumber.Widen(v.Im[pole]);
            dv.Re[pole] = TNumber.Narrow(s * sr);
            dv.Im[pole] = TNumber.Narrow(s * si);
            dz.Re[pole] = TNumber.Narrow(s * ((vr * mr) + (vi * mi)));
            dz.Im[pole] = TNumber.Narrow(s * ((vr * mi) - (vi * mr)));
        }
    }

    private static T Gradient<T>(ArrayView<T> dk, VandermondeSizes sizes, int l, int channel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T d = dk[((l < sizes.Length ? l : sizes.Length - 1) * sizes.Channels) + channel];
        return l < sizes.Length ? d : T.Zero;
    }
}
