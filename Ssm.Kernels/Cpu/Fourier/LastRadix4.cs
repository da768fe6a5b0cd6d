using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The pass of radix 4 on parts of one point, which needs no twiddles and is its own transpose.</summary>
internal static unsafe class LastRadix4
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Pass<T, TLanes>(TLanes* x, int blocks)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        for (int block = 0; block < blocks; block++)
        {
            TLanes x0 = x[0], x1 = x[1], x2 = x[2], x3 = x[3];
            TLanes a = x0 + x2, b = x0 - x2, c = x1 + x3, d = x1 - x3;
            x[0] = a + c;
            x[1] = TLanes.SubtractTimesI(b, d);
            x[2] = a - c;
            x[3] = TLanes.AddTimesI(b, d);
            x += 4;
        }
    }
}
