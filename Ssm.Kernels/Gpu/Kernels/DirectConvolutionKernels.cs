using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>The causal convolution by its definition, for channels that lie beside each other.</summary>
/// <remarks>
/// A thread makes four results of one channel, four terms of each at a time: sixteen multiply-adds for eight numbers
/// loaded. The terms at the edges, fewer than eight for each result, are added one by one, so that no number beyond
/// an edge is ever multiplied.
/// </remarks>
internal static class DirectConvolutionKernels
{
    private const int Tile = 4;

    /// <summary>
    /// y[b, t, h] = Σ_j k[j, h] u[b, t − j, h]; or, reversed, the same with time counted from the end, which is the
    /// adjoint with respect to u.
    /// </summary>
    internal static void Convolve<T>(
        ArrayView<T> u, ArrayView<T> k, ArrayView<T> y, int reversed, DirectConvolutionSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = sizes.Channels, tiles = (sizes.Length + Tile - 1) / Tile;
        for (int i = GridStride.Start; i < sizes.Batch * tiles * channels; i += GridStride.Step)
        {
            int channel = i % channels, row = i / channels, batch = row / tiles, t = (row % tiles) * Tile;
            int start = (((batch * sizes.Length) + (reversed != 0 ? sizes.Length - 1 : 0)) * channels) + channel;
            int step = reversed != 0 ? -channels : channels;

            // Results beyond the end are made of numbers that exist, and not written.
            int last = sizes.Length - 1;
            int t1 = t + 1 < last ? t + 1 : last, t2 = t + 2 < last ? t + 2 : last, t3 = t + 3 < last ? t + 3 : last;
            T y0 = T.Zero, y1 = T.Zero, y2 = T.Zero, y3 = T.Zero;
            T a0 = u[start + (t * step)], a1 = u[start + (t1 * step)], a2 = u[start + (t2 * step)];
            T a3 = u[start + (t3 * step)];
            int j = 0;
            for (; j + Tile <= sizes.Taps && j + Tile - 1 <= t; j += Tile)
            {
                int at = start + ((t - j) * step), tap = (j * channels) + channel;
                T k0 = k[tap], k1 = k[tap + channels], k2 = k[tap + (2 * channels)], k3 = k[tap + (3 * channels)];
                T b1 = u[at - step], b2 = u[at - (2 * step)], b3 = u[at - (3 * step)];
                y0 = y0 + (k0 * a0) + (k1 * b1) + (k2 * b2) + (k3 * b3);
                y1 = y1 + (k0 * a1) + (k1 * a0) + (k2 * b1) + (k3 * b2);
                y2 = y2 + (k0 * a2) + (k1 * a1) + (k2 * a0) + (k3 * b1);
                y3 = y3 + (k0 * a3) + (k1 * a2) + (k2 * a1) + (k3 * a0);

                // Before the first step there is nothing: what is loaded instead of it is not used.
                int earlier = t - j - Tile > 0 ? t - j - Tile : 0;
                a0 = u[start + (earlier * step)];
                a1 = b3;
                a2 = b2;
                a3 = b1;
            }

            for (; j < sizes.Taps && j <= t3; j++)
            {
                T tap = k[(j * channels) + channel];
                y0 = j <= t ? y0 + (tap * u[start + ((t - j) * step)]) : y0;
                y1 = j <= t1 ? y1 + (tap * u[start + ((t1 - j) * step)]) : y1;
                y2 = j <= t2 ? y2 + (tap * u[start + ((t2 - j) * step)]) : y2;
                y3 = y3 + (tap * u[start + ((t3 - j) * step)]);
            }

            Store(y, start + (t * step), step, sizes.Length - t, y0, y1, y2, y3);
        }
    }

    /// <summary>dk[j, h] = Σ_t dy[t, h] u[t − j, h] over the steps of a piece: (pieces, taps, channels).</summary>
    internal static void Correlate<T>(
        ArrayView<T> dy, ArrayView<T> u, ArrayView<T> parts, DirectConvolutionSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = sizes.Channels, tiles = (sizes.Taps + Tile - 1) / Tile;
        for (int i = GridStride.Start; i < sizes.Batch * sizes.Pieces * tiles * channels; i += GridStride.Step)
        {
            int channel = i % channels, tile = i / channels, j = (tile % tiles) * Tile, piece = tile / tiles;
            int row = (piece / sizes.Pieces) * sizes.Length, first = (piece % sizes.Pieces) * sizes.Steps;
            int end = first + sizes.Steps < sizes.Length ? first + sizes.Steps : sizes.Length;
            int start = (row * channels) + channel, t = first > j ? first : j;
            T s0 = T.Zero, s1 = T.Zero, s2 = T.Zero, s3 = T.Zero;

            // The first three steps, where the later taps still reach before the beginning.
            for (; t < end && t < j + Tile - 1; t++)
            {
                T g = dy[start + (t * channels)];
                int at = start + ((t - j) * channels);
                s0 += g * u[at];
                s1 = t > j ? s1 + (g * u[at - channels]) : s1;
                s2 = t > j + 1 ? s2 + (g * u[at - (2 * channels)]) : s2;
            }

            T a1 = T.Zero, a2 = T.Zero, a3 = T.Zero;
            if (t < end)
            {
                int before = start + ((t - j) * channels);
                a1 = u[before - channels];
                a2 = u[before - (2 * channels)];
                a3 = u[before - (3 * channels)];
            }

            for (; t + Tile <= end; t += Tile)
            {
                int from = start + (t * channels), at = start + ((t - j) * channels);
                T g0 = dy[from], g1 = dy[from + channels], g2 = dy[from + (2 * channels)];
                T g3 = dy[from + (3 * channels)];
                T b0 = u[at], b1 = u[at + channels], b2 = u[at + (2 * channels)], b3 = u[at + (3 * channels)];
                s0 = s0 + (g0 * b0) + (g1 * b1) + (g2 * b2) + (g3 * b3);
                s1 = s1 + (g0 * a1) + (g1 * b0) + (g2 * b1) + (g3 * b2);
                s2 = s2 + (g0 * a2) + (g1 * a1) + (g2 * b0) + (g3 * b1);
                s3 = s3 + (g0 * a3) + (g1 * a2) + (g2 * a1) + (g3 * b0);
                a1 = b3;
                a2 = b2;
                a3 = b1;
            }

            for (; t < end; t++)
            {
                T g = dy[start + (t * channels)], b = u[start + ((t - j) * channels)];
                s0 += g * b;
                s1 += g * a1;
                s2 += g * a2;
                s3 += g * a3;
                a3 = a2;
                a2 = a1;
                a1 = b;
            }

            Store(parts, (((piece * sizes.Taps) + j) * channels) + channel, channels, sizes.Taps - j, s0, s1, s2, s3);
        }
    }

    private static void Store<T>(ArrayView<T> to, int at, int step, int count, T v0, T v1, T v2, T v3)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        to[at] = v0;
        if (count > 1)
        {
            to[at + step] = v1;
        }

        if (count > 2)
        {
            to[at + (2 * step)] = v2;
        }

        if (count > 3)
        {
            to[at + (3 * step)] = v3;
        }
    }
}
