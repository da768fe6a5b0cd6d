using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Passes of any odd prime radix p, in about 2p fused operations a point.</summary>
/// <remarks>
/// The points j and p − j meet conjugate roots, so with s_j = x_j + x_(p−j) and d_j = x_j − x_(p−j)
/// <code>
///   y_q, y_(p−q) = x_0 + Σ_j s_j cos(2πjq/p) ∓ i Σ_j d_j sin(2πjq/p),   j = 1 … (p − 1)/2
/// </code>
/// The contracts of the two passes are those of <see cref="DecimationInFrequency"/> and <see cref="DecimationInTime"/>.
/// </remarks>
internal static unsafe class PrimeRadix
{
    internal static void FrequencyPass<T, TLanes>(
        TLanes* x, int blocks, int part, int radix, T* twiddles, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes* points = stackalloc TLanes[2 * LaneTransform<T>.LargestPrime];
        TLanes* turned = points + LaneTransform<T>.LargestPrime;
        for (int block = 0; block < blocks; block++, x += radix * part)
        {
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 2 * (radix - 1))
            {
                for (int j = 0; j < radix; j++)
                {
                    points[j] = x[(j * part) + k];
                }

                Butterfly(points, turned, radix, roots);
                x[k] = turned[0];
                for (int q = 1; q < radix; q++)
                {
                    x[(q * part) + k] = turned[q] * TLanes.Broadcast(w + (2 * (q - 1)));
                }
            }
        }
    }

    internal static void TimePass<T, TLanes>(
        TLanes* x, int blocks, int part, int radix, T* twiddles, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        TLanes* points = stackalloc TLanes[2 * LaneTransform<T>.LargestPrime];
        TLanes* turned = points + LaneTransform<T>.LargestPrime;
        for (int block = 0; block < blocks; block++, x += radix * part)
        {
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 2 * (radix - 1))
            {
                points[0] = x[k];
                for (int j = 1; j < radix; j++)
                {
                    points[j] = x[(j * part) + k] * TLanes.Broadcast(w + (2 * (j - 1)));
                }

                Butterfly(points, turned, radix, roots);
                for (int q = 0; q < radix; q++)
                {
                    x[(q * part) + k] = turned[q];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static void Butterfly<T, TLanes>(TLanes* x, TLanes* y, int radix, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        int half = radix / 2;
        TLanes total = x[0];
        for (int j = 1; j <= half; j++)
        {
            TLanes sum = x[j] + x[radix - j];
            TLanes difference = x[j] - x[radix - j];
            x[j] = sum;
            x[radix - j] = difference;
            total += sum;
        }

        y[0] = total;
        for (int q = 1; q <= half; q++)
        {
            TLanes middle = x[0];
            TLanes turn = default;
            for (int j = 1, angle = q; j <= half; j++)
            {
                // The table holds e^(−iθ): its imaginary part is −sin θ.
                middle = TLanes.MultiplyAdd(x[j], roots[2 * angle], middle);
                turn = TLanes.MultiplyAdd(x[radix - j], roots[(2 * angle) + 1], turn);
                angle += q;
                angle -= angle >= radix ? radix : 0;
            }

            y[q] = TLanes.AddTimesI(middle, turn);
            y[radix - q] = TLanes.SubtractTimesI(middle, turn);
        }
    }
}
