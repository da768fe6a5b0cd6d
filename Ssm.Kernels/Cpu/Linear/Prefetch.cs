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
}
