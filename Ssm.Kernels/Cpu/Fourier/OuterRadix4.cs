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
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Frequency<T, TLanes>(
        TLanes* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + partStride;
            TLanes* p2 = p1 + partStride;
            TLanes* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                TLanes x0 = p0[k], x1 = p1[k], x2 = p2[k], x3 = p3[k];
                TLanes a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
                p0[k] = a + c;
                p1[k] = TLanes.SubtractTimesI(b, d) * TLanes.Broadcast(w);
                p2[k] = (a - c) * TLanes.Broadcast(w + 2);
                p3[k] = TLanes.AddTimesI(b, d) * TLanes.Broadcast(w + 4);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void FrequencyHalf<T, TLanes>(
        TLanes* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + partStride;
            TLanes* p2 = p1 + partStride;
            TLanes* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                TLanes x0 = p0[k], x1 = p1[k];
                p0[k] = x0 + x1;
                p1[k] = TLanes.SubtractTimesI(x0, x1) * TLanes.Broadcast(w);
                p2[k] = (x0 - x1) * TLanes.Broadcast(w + 2);
                p3[k] = TLanes.AddTimesI(x0, x1) * TLanes.Broadcast(w + 4);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Time<T, TLanes>(
        TLanes* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + partStride;
            TLanes* p2 = p1 + partStride;
            TLanes* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                TLanes x0 = p0[k];
                TLanes x1 = p1[k] * TLanes.Broadcast(w);
                TLanes x2 = p2[k] * TLanes.Broadcast(w + 2);
                TLanes x3 = p3[k] * TLanes.Broadcast(w + 4);
                TLanes a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
                p0[k] = a + c;
                p1[k] = TLanes.SubtractTimesI(b, d);
                p2[k] = a - c;
                p3[k] = TLanes.AddTimesI(b, d);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void TimeHalf<T, TLanes>(
        TLanes* x, int blocks, nint blockStride, nint partStride, int count, T* twiddles, nint twiddleStride)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes* p0 = x;
            TLanes* p1 = p0 + partStride;
            TLanes* p2 = p1 + partStride;
            TLanes* p3 = p2 + partStride;
            T* w = twiddles;
            for (int k = 0; k < count; k++, w += 6)
            {
                TLanes x0 = p0[k];
                TLanes x1 = p1[k] * TLanes.Broadcast(w);
                TLanes x2 = p2[k] * TLanes.Broadcast(w + 2);
                TLanes x3 = p3[k] * TLanes.Broadcast(w + 4);
                p0[k] = x0 + x2 + (x1 + x3);
                p1[k] = TLanes.SubtractTimesI(x0 - x2, x1 - x3);
            }

            x += blockStride;
            twiddles += twiddleStride;
        }
    }
}
