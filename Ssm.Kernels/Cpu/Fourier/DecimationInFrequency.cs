using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Passes of decimation in frequency: butterfly, then twiddles.</summary>
/// <remarks>
/// Each of <c>blocks</c> blocks of r·part points becomes r parts: with w = e^(−2πi/(r·part)), for all k below part,
/// <code>
///   y[q·part + k] = w^(qk) Σ_j e^(−2πi·jq/r) x[j·part + k]
/// </code>
/// in place. <see cref="DecimationInTime"/> is the transpose.
/// </remarks>
internal static unsafe class DecimationInFrequency
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix2<T, TLanes>(TLanes* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 2)
            {
                TLanes x0 = p0[k];
                TLanes x1 = p1[k];
                p0[k] = x0 + x1;
                p1[k] = (x0 - x1) * TLanes.Broadcast(w);
            }

            x += 2 * part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix3<T, TLanes>(TLanes* x, int blocks, int part, T* twiddles, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T cos = roots[2], sin = -roots[3];
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + part;
            TLanes* p2 = p1 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 4)
            {
                TLanes x0 = p0[k];
                TLanes x1 = p1[k];
                TLanes x2 = p2[k];
                TLanes sum = x1 + x2, turn = TLanes.Scale(x1 - x2, sin);
                TLanes middle = TLanes.MultiplyAdd(sum, cos, x0);
                p0[k] = x0 + sum;
                p1[k] = TLanes.SubtractTimesI(middle, turn) * TLanes.Broadcast(w);
                p2[k] = TLanes.AddTimesI(middle, turn) * TLanes.Broadcast(w + 2);
            }

            x += 3 * part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix4<T, TLanes>(TLanes* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + part;
            TLanes* p2 = p1 + part;
            TLanes* p3 = p2 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 6)
            {
                TLanes x0 = p0[k];
                TLanes x1 = p1[k];
                TLanes x2 = p2[k];
                TLanes x3 = p3[k];
                TLanes a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
                p0[k] = a + c;
                p1[k] = TLanes.SubtractTimesI(b, d) * TLanes.Broadcast(w);
                p2[k] = (a - c) * TLanes.Broadcast(w + 2);
                p3[k] = TLanes.AddTimesI(b, d) * TLanes.Broadcast(w + 4);
            }

            x += 4 * part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Radix5<T, TLanes>(TLanes* x, int blocks, int part, T* twiddles, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        T cos1 = roots[2], sin1 = -roots[3], cos2 = roots[4], sin2 = -roots[5];
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + part;
            TLanes* p2 = p1 + part;
            TLanes* p3 = p2 + part;
            TLanes* p4 = p3 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 8)
            {
                TLanes x0 = p0[k];
                TLanes x1 = p1[k];
                TLanes x2 = p2[k];
                TLanes x3 = p3[k];
                TLanes x4 = p4[k];
                TLanes sum1 = x1 + x4, sum2 = x2 + x3, turn1 = x1 - x4, turn2 = x2 - x3;
                TLanes a1 = TLanes.MultiplyAdd(sum2, cos2, TLanes.MultiplyAdd(sum1, cos1, x0));
                TLanes a2 = TLanes.MultiplyAdd(sum2, cos1, TLanes.MultiplyAdd(sum1, cos2, x0));
                TLanes b1 = TLanes.MultiplyAdd(turn2, sin2, TLanes.Scale(turn1, sin1));
                TLanes b2 = TLanes.Scale(turn1, sin2) - TLanes.Scale(turn2, sin1);
                p0[k] = x0 + sum1 + sum2;
                p1[k] = TLanes.SubtractTimesI(a1, b1) * TLanes.Broadcast(w);
                p2[k] = TLanes.SubtractTimesI(a2, b2) * TLanes.Broadcast(w + 2);
                p3[k] = TLanes.AddTimesI(a2, b2) * TLanes.Broadcast(w + 4);
                p4[k] = TLanes.AddTimesI(a1, b1) * TLanes.Broadcast(w + 6);
            }

            x += 5 * part;
        }
    }
}
