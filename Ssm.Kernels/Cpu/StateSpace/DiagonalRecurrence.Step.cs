using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <content>One time step, on constants that were packed once.</content>
public static unsafe partial class DiagonalRecurrence
{
    /// <summary>Numbers in the constants that <see cref="PackStep"/> makes: 6·H·N.</summary>
    public static int StepLength(int channels, int modes) => checked(6 * channels * modes);

    /// <summary>Puts a system's constants in the order in which <see cref="Step"/> reads them.</summary>
    /// <param name="system">ā, b̄, c, each (H, N); d is not part of it.</param>
    /// <param name="scale">As in <see cref="Forward"/>.</param>
    /// <param name="packed"><see cref="StepLength"/> numbers.</param>
    /// <param name="channels">H.</param>
    /// <param name="modes">N.</param>
    /// <exception cref="ArgumentException">A length does not fit the sizes.</exception>
    public static void PackStep<T>(DiagonalSystem<T> system, T scale, Span<T> packed, int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckStep(channels, modes, packed.Length);
        Guard.Length(system.A.Length, channels * modes, nameof(DiagonalRecurrence), "a");
        Guard.Length(system.B.Length, channels * modes, nameof(DiagonalRecurrence), "b");
        Guard.Length(system.C.Length, channels * modes, nameof(DiagonalRecurrence), "c");
        int to = 0;
        for (int channel = 0; channel < channels; channel++)
        {
            // Whole vectors of modes, then the rest one by one: each group holds its six constants in a row.
            for (int n = 0, lanes; n < modes; n += lanes)
            {
                lanes = n <= modes - Vector<T>.Count ? Vector<T>.Count : 1;
                for (int j = 0; j < lanes; j++, to++)
                {
                    int from = (channel * modes) + n + j;
                    packed[to] = system.A.Re[from];
                    packed[to + lanes] = system.A.Im[from];
                    packed[to + (2 * lanes)] = system.B.Re[from];
                    packed[to + (3 * lanes)] = system.B.Im[from];
                    packed[to + (4 * lanes)] = scale * system.C.Re[from];
                    packed[to + (5 * lanes)] = -(scale * system.C.Im[from]);
                }

                to += 5 * lanes;
            }
        }
    }

    /// <summary>x ← ā x + b̄ u, y = scale·Re Σ c x + d u, of one sequence at one time.</summary>
    /// <remarks>Lanes run across modes. y may be exactly the memory of u. Nothing is allocated.</remarks>
    /// <param name="u">(H).</param>
    /// <param name="packed">What <see cref="PackStep"/> made.</param>
    /// <param name="d">(H), or empty for none.</param>
    /// <param name="state">(H, N), changed in place.</param>
    /// <param name="y">(H).</param>
    /// <param name="modes">N.</param>
    /// <exception cref="ArgumentException">A length does not fit the sizes.</exception>
    public static void Step<T>(
        ReadOnlySpan<T> u, ReadOnlySpan<T> packed, ReadOnlySpan<T> d, Planar<T> state, Span<T> y, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CheckStep(u.Length, modes, packed.Length);
        ScanChecks.Optional(d.Length, u.Length, nameof(DiagonalRecurrence), nameof(d));
        Guard.Length(state.Length, u.Length * modes, nameof(DiagonalRecurrence), nameof(state));
        Guard.Length(y.Length, u.Length, nameof(DiagonalRecurrence), nameof(y));
        fixed (T* pu = u, p = packed, pd = d, xr = state.Re, xi = state.Im, py = y)
        {
            StepChannels(pu, p, pd, xr, xi, py, u.Length, modes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void StepChannels<T>(T* u, T* p, T* d, T* xr, T* xi, T* y, int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int w = Vector<T>.Count;
        for (int channel = 0; channel < channels; channel++)
        {
            T input = u[channel];
            Vector<T> inputs = Vector.Create(input);
            Vector<T> sum = Vector<T>.Zero, sum2 = Vector<T>.Zero;
            int n = 0;
            for (; n <= modes - w; n += w, p += 6 * w, xr += w, xi += w)
            {
                Vector<T> ar = Vector.Load(p), ai = Vector.Load(p + w), r = Vector.Load(xr), i = Vector.Load(xi);
                Vector<T> zr = Fused.MultiplyAdd(ar, r, inputs * Vector.Load(p + (2 * w)));
                Vector<T> zi = Fused.MultiplyAdd(ar, i, inputs * Vector.Load(p + (3 * w)));
                zr = Fused.MultiplyAdd(-ai, i, zr);
                zi = Fused.MultiplyAdd(ai, r, zi);
                zr.Store(xr);
                zi.Store(xi);
                sum = Fused.MultiplyAdd(zr, Vector.Load(p + (4 * w)), sum);
                sum2 = Fused.MultiplyAdd(zi, Vector.Load(p + (5 * w)), sum2);
            }

            T total = Vector.Sum(sum + sum2);
            for (; n < modes; n++, p += 6, xr++, xi++)
            {
                (T r, T i) = (*xr, *xi);
                *xr = Fused.MultiplyAdd(-p[1], i, Fused.MultiplyAdd(p[0], r, input * p[2]));
                *xi = Fused.MultiplyAdd(p[1], r, Fused.MultiplyAdd(p[0], i, input * p[3]));
                total += (*xr * p[4]) + (*xi * p[5]);
            }

            y[channel] = d == null ? total : Fused.MultiplyAdd(d[channel], input, total);
        }
    }

    private static void CheckStep(int channels, int modes, int packed)
    {
        Guard.AtLeast(channels, 0, nameof(DiagonalRecurrence));
        Guard.AtLeast(modes, 0, nameof(DiagonalRecurrence));
        Guard.Length(packed, StepLength(channels, modes), nameof(DiagonalRecurrence), nameof(packed));
    }
}
