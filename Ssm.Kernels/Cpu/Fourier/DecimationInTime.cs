using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Passes of decimation in time: twiddles, then butterfly.</summary>
/// <remarks>
/// In each of <c>blocks</c> blocks r parts become one of r·part points: with w = e^(−2πi/(r·part)), for k below part,
/// <code>
///   y[q·part + k] = Σ_j e^(−2πi·jq/r) w^(jk) x[j·part + k]
/// </code>
/// in place. <see cref="DecimationInFrequency"/> is the transpose.
/// </remarks>
internal static unsafe class DecimationInTime
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Radix2<T>(Lanes<T>* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 2)
            {
                Lanes<T> x0 = p0[k];
                Lanes<T> x1 = p1[k] * Lanes<T>.Broadcast(w);
                p0[k] = x0 + x1;
                p1[k] = x0 - x1;
            }

            x += 2 * part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Radix3<T>(Lanes<T>* x, int blocks, int part, T* twiddles, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> cos = new(roots[2]), sin = new(-roots[3]);
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + part;
            Lanes<T>* p2 = p1 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 4)
            {
                Lanes<T> x0 = p0[k];
                Lanes<T> x1 = p1[k] * Lanes<T>.Broadcast(w);
                Lanes<T> x2 = p2[k] * Lanes<T>.Broadcast(w + 2);
                Lanes<T> sum = x1 + x2, turn = (x1 - x2) * sin;
                Lanes<T> middle = Lanes<T>.MultiplyAdd(sum, cos, x0);
                p0[k] = x0 + sum;
                p1[k] = Lanes<T>.SubtractTimesI(middle, turn);
                p2[k] = Lanes<T>.AddTimesI(middle, turn);
            }

            x += 3 * part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Radix4<T>(Lanes<T>* x, int blocks, int part, T* twiddles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + part;
            Lanes<T>* p2 = p1 + part;
            Lanes<T>* p3 = p2 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 6)
            {
                Lanes<T> x0 = p0[k];
                Lanes<T> x1 = p1[k] * Lanes<T>.Broadcast(w);
                Lanes<T> x2 = p2[k] * Lanes<T>.Broadcast(w + 2);
                Lanes<T> x3 = p3[k] * Lanes<T>.Broadcast(w + 4);
                Lanes<T> a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
                p0[k] = a + c;
                p1[k] = Lanes<T>.SubtractTimesI(b, d);
                p2[k] = a - c;
                p3[k] = Lanes<T>.AddTimesI(b, d);
            }

            x += 4 * part;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Radix5<T>(Lanes<T>* x, int blocks, int part, T* twiddles, T* roots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> cos1 = new(roots[2]), sin1 = new(-roots[3]), cos2 = new(roots[4]), sin2 = new(-roots[5]);
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + part;
            Lanes<T>* p2 = p1 + part;
            Lanes<T>* p3 = p2 + part;
            Lanes<T>* p4 = p3 + part;
            T* w = twiddles;
            for (int k = 0; k < part; k++, w += 8)
            {
                Lanes<T> x0 = p0[k];
                Lanes<T> x1 = p1[k] * Lanes<T>.Broadcast(w);
                Lanes<T> x2 = p2[k] * Lanes<T>.Broadcast(w + 2);
                Lanes<T> x3 = p3[k] * Lanes<T>.Broadcast(w + 4);
                Lanes<T> x4 = p4[k] * Lanes<T>.Broadcast(w + 6);
                Lanes<T> sum1 = x1 + x4, sum2 = x2 + x3, turn1 = x1 - x4, turn2 = x2 - x3;
                Lanes<T> a1 = Lanes<T>.MultiplyAdd(sum2, cos2, Lanes<T>.MultiplyAdd(sum1, cos1, x0));
                Lanes<T> a2 = Lanes<T>.MultiplyAdd(sum2, cos1, Lanes<T>.MultiplyAdd(sum1, cos2, x0));
                Lanes<T> b1 = Lanes<T>.MultiplyAdd(turn2, sin2, turn1 * sin1);
                Lanes<T> b2 = (turn1 * sin2) - (turn2 * sin1);
                p0[k] = x0 + sum1 + sum2;
                p1[k] = Lanes<T>.SubtractTimesI(a1, b1);
                p2[k] = Lanes<T>.SubtractTimesI(a2, b2);
                p3[k] = Lanes<T>.AddTimesI(a2, b2);
                p4[k] = Lanes<T>.AddTimesI(a1, b1);
            }

            x += 5 * part;
        }
    }
}
