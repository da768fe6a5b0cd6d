using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Passes of radix 4 whose parts lie any distance apart: the outer passes of <see cref="BlockedFft{T}"/>.
/// </summary>
/// <remarks>
/// The butterflies are those of <see cref="DecimationInFrequency"/> and <see cref="DecimationInTime"/>. A pass does
/// <c>blocks</c> runs of <c>count</c> neighbouring columns, <c>blockStride</c> points apart; the twiddles of a run
/// begin <c>twiddleStride</c> elements after those of the one before. A half pass is for a signal that is zero, or is
/// not wanted, in the second half: it never reads, or never writes, parts 2 and 3.
/// </remarks>
internal static unsafe class OuterRadix4
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Frequency<T>(
        Lanes<T>* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + partStride;
            Lanes<T>* p2 = p1 + partStride;
            Lanes<T>* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                Lanes<T> x0 = p0[k], x1 = p1[k], x2 = p2[k], x3 = p3[k];
                Lanes<T> a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
                p0[k] = a + c;
                p1[k] = Lanes<T>.SubtractTimesI(b, d) * Lanes<T>.Broadcast(w);
                p2[k] = (a - c) * Lanes<T>.Broadcast(w + 2);
                p3[k] = Lanes<T>.AddTimesI(b, d) * Lanes<T>.Broadcast(w + 4);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void FrequencyHalf<T>(
        Lanes<T>* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + partStride;
            Lanes<T>* p2 = p1 + partStride;
            Lanes<T>* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                Lanes<T> x0 = p0[k], x1 = p1[k];
                p0[k] = x0 + x1;
                p1[k] = Lanes<T>.SubtractTimesI(x0, x1) * Lanes<T>.Broadcast(w);
                p2[k] = (x0 - x1) * Lanes<T>.Broadcast(w + 2);
                p3[k] = Lanes<T>.AddTimesI(x0, x1) * Lanes<T>.Broadcast(w + 4);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Time<T>(
        Lanes<T>* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + partStride;
            Lanes<T>* p2 = p1 + partStride;
            Lanes<T>* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
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

            x += blockStride;
            twiddles += twiddleStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TimeHalf<T>(
        Lanes<T>* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int block = 0; block < blocks; block++)
        {
            Lanes<T>* p0 = x;
            Lanes<T>* p1 = p0 + partStride;
            Lanes<T>* p2 = p1 + partStride;
            Lanes<T>* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                Lanes<T> x0 = p0[k];
                Lanes<T> x1 = p1[k] * Lanes<T>.Broadcast(w);
                Lanes<T> x2 = p2[k] * Lanes<T>.Broadcast(w + 2);
                Lanes<T> x3 = p3[k] * Lanes<T>.Broadcast(w + 4);
                p0[k] = x0 + x2 + (x1 + x3);
                p1[k] = Lanes<T>.SubtractTimesI(x0 - x2, x1 - x3);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }
}
