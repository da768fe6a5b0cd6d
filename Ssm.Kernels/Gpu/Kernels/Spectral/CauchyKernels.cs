using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>
/// The Cauchy sums of S4, c[k] = Σ_n v[n] / (2(1 − ω) − (1 + ω) z[n]) + the same of the conjugates, and their adjoint.
/// </summary>
/// <remarks>
/// The two conjugate terms together are e^(iθ/2) (iβ Re v − α Re(v z̄)) / (α²|z|² − β² − 2iαβ Re z) with real
/// α = cos(θ/2), β = 2 sin(θ/2), θ = 2πk/L: one real division a mode, shared by two numerators. A thread has one channel,
/// or one mode of one channel in the adjoint; its neighbours have the channels beside it. Gu, Goel and Ré, "Efficiently
/// Modeling Long Sequences with Structured State Spaces", 2022, arXiv:2111.00396, appendix C.3.
/// </remarks>
internal static class CauchyKernels
{
    private const int Sums = 6;

    /// <summary>α and β of every frequency, α as the sine of what is left to π/2, to lose no digits where it is small.
    /// </summary>
    internal static void Nodes<T, TWide, TNumber>(ComplexPlanes<T> nodes, CauchySizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        for (int k = GridStride.Start; k < sizes.Frequencies; k += GridStride.Step)
        {
            TWide turn = VectorMath.Number<TWide>(1.5707963267948966) / TNumber.Of(sizes.Length);
            TWide beta = TWide.Sin(TNumber.Of(k) * (turn + turn));
            nodes.Re[k] = TNumber.Narrow(TWide.Sin(TNumber.Of(sizes.Length - k - k) * turn));
            nodes.Im[k] = TNumber.Narrow(beta + beta);
        }
    }

    /// <summary>The real numbers of the modes: |z|², Re z, and Re(v z̄), Re v of each numerator, (numbers, N, H).
    /// </summary>
    internal static void Modes<T, TWide, TNumber>(
        ComplexPlanes<T> v, ComplexPlanes<T> z, ArrayView<T> modes, CauchySizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        int poles = sizes.Poles;
        for (int i = GridStride.Start; i < poles; i += GridStride.Step)
        {
            int pole = ((i % sizes.Channels) * sizes.Modes) + (i / sizes.Channels);
            TWide zr = TNumber.Widen(z.Re[pole]), zi = TNumber.Widen(z.Im[pole]);
            modes[i] = TNumber.Narrow((zr * zr) + (zi * zi));
            modes[i + poles] = z.Re[pole];
            for (int j = 0; j < 2 * sizes.Pairs; j++)
            {
                int to = i + ((CauchyMode<T>.Shared + (2 * j)) * poles), from = (j * poles) + pole;
                T p = T.Zero, q = T.Zero;
                if (j < sizes.Numerators)
                {
                    q = v.Re[from];
                    p = TNumber.Narrow((TNumber.Widen(q) * zr) + (TNumber.Widen(v.Im[from]) * zi));
                }

                modes[to] = p;
                modes[to + poles] = q;
            }
        }
    }

    /// <summary>c[i, k, h], two numerators a thread.</summary>
    internal static void Forward<T>(
        ComplexPlanes<T> nodes, ArrayView<T> modes, ComplexPlanes<T> c, CauchySizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // Two frequencies a thread: a mode's numbers are read once for both.
        int channels = sizes.Channels, halves = (sizes.Frequencies + 1) / 2, poles = sizes.Poles;
        for (int i = GridStride.Start; i < sizes.Pairs * halves * channels; i += GridStride.Step)
        {
            int channel = i % channels, k = ((i / channels) % halves) * 2, pair = i / channels / halves;
            int next = k + 1 < sizes.Frequencies ? k + 1 : k;
            CauchyNode<T> node0 = CauchyNode<T>.Load(nodes, k), node1 = CauchyNode<T>.Load(nodes, next);
            CauchySum<T> sum0 = default, sum1 = default;
            for (int at = channel; at < poles; at += channels)
            {
                CauchyMode<T> mode = CauchyMode<T>.Load(modes, poles, pair, at);
                sum0 = sum0.Add(node0, mode);
                sum1 = sum1.Add(node1, mode);
            }

            int to = (((2 * pair * sizes.Frequencies) + k) * channels) + channel, after = sizes.Frequencies * channels;
            c[to] = sum0.First(node0);
            if (next > k)
            {
                c[to + channels] = sum1.First(node1);
            }

            if ((2 * pair) + 1 < sizes.Numerators)
            {
                c[to + after] = sum0.Second(node0);
                if (next > k)
                {
                    c[to + after + channels] = sum1.Second(node1);
                }
            }
        }
    }

    /// <summary>The gradients of a mode's real numbers over a piece of frequencies: (pairs, 6, pieces, N, H).</summary>
    internal static void Moments<T>(
        ComplexPlanes<T> nodes, ArrayView<T> modes, ComplexPlanes<T> dc, ArrayView<T> parts, CauchySizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = sizes.Channels, poles = sizes.Poles, pieces = sizes.Pieces;
        for (int i = GridStride.Start; i < sizes.Pairs * pieces * poles; i += GridStride.Step)
        {
            int at = i % poles, channel = at % channels, piece = (i / poles) % pieces, pair = i / poles / pieces;
            int first = piece * sizes.Piece;
            int end = first + sizes.Piece < sizes.Frequencies ? first + sizes.Piece : sizes.Frequencies;
            CauchyMode<T> mode = CauchyMode<T>.Load(modes, poles, pair, at);
            CauchyMoments<T> sums = default;
            bool two = (2 * pair) + 1 < sizes.Numerators;
            int from = (((2 * pair * sizes.Frequencies) + first) * channels) + channel;
            int after = two ? sizes.Frequencies * channels : 0;
            for (int k = first; k < end; k++, from += channels)
            {
                ComplexNumber<T> d0 = dc[from], d1 = dc[from + after];
                d1 = new(two ? d1.Re : T.Zero, two ? d1.Im : T.Zero);
                sums = sums.Add(CauchyNode<T>.Load(nodes, k), mode, d0, d1);
            }

            int to = (((pair * Sums * pieces) + piece) * poles) + at, stride = pieces * poles;
            parts[to] = sums.P0;
            parts[to + stride] = sums.Q0;
            parts[to + (2 * stride)] = sums.P1;
            parts[to + (3 * stride)] = sums.Q1;
            parts[to + (4 * stride)] = sums.Size;
            parts[to + (5 * stride)] = sums.Real;
        }
    }

    /// <summary>With p = Re(v z̄) and q = Re v: dv = q̄ + p̄ z, and z's share is p̄ v; |z|² and Re z add theirs.</summary>
    internal static void Gradients<T, TWide, TNumber>(
        ComplexPlanes<T> v, ComplexPlanes<T> z, ArrayView<T> parts, ComplexPlanes<T> dv, ComplexPlanes<T> dz,
        CauchySizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        int poles = sizes.Poles;
        for (int i = GridStride.Start; i < poles; i += GridStride.Step)
        {
            int pole = ((i % sizes.Channels) * sizes.Modes) + (i / sizes.Channels);
            TWide zr = TNumber.Widen(z.Re[pole]), zi = TNumber.Widen(z.Im[pole]);
            TWide dzr = TWide.Zero, dzi = TWide.Zero;
            for (int j = 0; j < sizes.Numerators; j++)
            {
                int row = ((j / 2) * Sums) + (2 * (j % 2)), at = (j * poles) + pole;
                TWide p = Total<T, TWide, TNumber>(parts, sizes, row, i);
                TWide q = Total<T, TWide, TNumber>(parts, sizes, row + 1, i);
                dv.Re[at] = TNumber.Narrow(q + (p * zr));
                dv.Im[at] = TNumber.Narrow(p * zi);
                dzr += p * TNumber.Widen(v.Re[at]);
                dzi += p * TNumber.Widen(v.Im[at]);
            }

            for (int pair = 0; pair < sizes.Pairs; pair++)
            {
                TWide size = Total<T, TWide, TNumber>(parts, sizes, (pair * Sums) + 4, i);
                dzr += ((size + size) * zr) + Total<T, TWide, TNumber>(parts, sizes, (pair * Sums) + 5, i);
                dzi += (size + size) * zi;
            }

            dz.Re[pole] = TNumber.Narrow(dzr);
            dz.Im[pole] = TNumber.Narrow(dzi);
        }
    }

    private static TWide Total<T, TWide, TNumber>(ArrayView<T> parts, CauchySizes sizes, int row, int at)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TWide : unmanaged, IFloatingPointIeee754<TWide>
        where TNumber : struct, IWideNumber<T, TWide>
    {
        TWide sum = TWide.Zero;
        for (int piece = 0; piece < sizes.Pieces; piece++)
        {
            sum += TNumber.Widen(parts[(((row * sizes.Pieces) + piece) * sizes.Poles) + at]);
        }

        return sum;
    }
}
