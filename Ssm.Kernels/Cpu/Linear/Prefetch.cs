using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Asks for memory that will be needed soon; nothing where the processor has no such instruction.</summary>
internal static unsafe class Prefetch
{
    private const int CacheLine = 64;

    /// <summary>The lines that rows of C begin in; the next line is the next one's, or the hardware's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Rows<T>(T* c, nint stride, int rows, int width)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            for (int i = 0; i < rows; i++)
            {
                Sse.Prefetch0(c);
                if (width * sizeof(T) > CacheLine)
                {
                    Sse.Prefetch0((byte*)c + CacheLine);
                }

                c += stride;
            }
        }
    }

    /// <summary>The lines at the same place of four rows further on.</summary>
    /// <remarks>
    /// Rows of a matrix that are read four at a time are four short streams, which end before the hardware's own
    /// prefetcher has caught up with them. An address past the matrix is ignored.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void FourAhead<T>(T* row0, T* row1, T* row2, T* row3, nint distance)
        where T : unmanaged
    {
        if (Sse.IsSupported)
        {
            Sse.Prefetch0(row0 + distance);
            Sse.Prefetch0(row1 + distance);
            Sse.Prefetch0(row2 + distance);
            Sse.Prefetch0(row3 + distance);
        }
    }
}
