using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Turns rows into columns: (count, length) into (length, count), both with a stride.</summary>
/// <remarks>Blocks of one 256-bit vector squared go through registers; what is left goes element by element.</remarks>
internal static unsafe class MatMulTranspose
{
    /// <summary>to[k, j] = from[j, k].</summary>
    internal static void Run<T>(T* from, nint stride, int count, int length, T* to, nint pitch)
        where T : unmanaged
    {
        int done = 0;
        if (Avx.IsSupported && sizeof(T) == sizeof(float))
        {
            for (; done <= count - Vector256<float>.Count; done += Vector256<float>.Count)
            {
                Eight((float*)from + (done * stride), stride, length, (float*)to + done, pitch);
            }
        }
        else if (Avx.IsSupported && sizeof(T) == sizeof(double))
        {
            for (; done <= count - Vector256<double>.Count; done += Vector256<double>.Count)
            {
                Four((double*)from + (done * stride), stride, length, (double*)to + done, pitch);
            }
        }

        for (; done < count; done++)
        {
            One(from + (done * stride), length, to + done, pitch);
        }
    }

    private static void One<T>(T* from, int length, T* to, nint pitch)
        where T : unmanaged
    {
        for (int k = 0; k < length; k++)
        {
            *to = from[k];
            to += pitch;
        }
    }

    // Pairs, then fours, then the two halves: three rounds of exchanges that each double what stands together.
    private static void Eight(float* from, nint stride, int length, float* to, nint pitch)
    {
        int k = 0;
        float* rest = from, below = from + (4 * stride);
        nint three = 3 * stride;
        for (; k <= length - 8; k += 8)
        {
            Vector256<float> r0 = Vector256.Load(rest), r1 = Vector256.Load(rest + stride);
            Vector256<float> r2 = Vector256.Load(rest + (2 * stride)), r3 = Vector256.Load(rest + three);
            Vector256<float> r4 = Vector256.Load(below), r5 = Vector256.Load(below + stride);
            Vector256<float> r6 = Vector256.Load(below + (2 * stride)), r7 = Vector256.Load(below + three);

            Vector256<float> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1);
            Vector256<float> p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
            Vector256<float> p4 = Avx.UnpackLow(r4, r5), p5 = Avx.UnpackHigh(r4, r5);
            Vector256<float> p6 = Avx.UnpackLow(r6, r7), p7 = Avx.UnpackHigh(r6, r7);

            r0 = Avx.Shuffle(p0, p2, 0x44);
            r1 = Avx.Shuffle(p0, p2, 0xEE);
            r2 = Avx.Shuffle(p1, p3, 0x44);
            r3 = Avx.Shuffle(p1, p3, 0xEE);
            r4 = Avx.Shuffle(p4, p6, 0x44);
            r5 = Avx.Shuffle(p4, p6, 0xEE);
            r6 = Avx.Shuffle(p5, p7, 0x44);
            r7 = Avx.Shuffle(p5, p7, 0xEE);

            Avx.Permute2x128(r0, r4, 0x20).Store(to);
            Avx.Permute2x128(r1, r5, 0x20).Store(to + pitch);
            Avx.Permute2x128(r2, r6, 0x20).Store(to + (2 * pitch));
            Avx.Permute2x128(r3, r7, 0x20).Store(to + (3 * pitch));
            to += 4 * pitch;
            Avx.Permute2x128(r0, r4, 0x31).Store(to);
            Avx.Permute2x128(r1, r5, 0x31).Store(to + pitch);
            Avx.Permute2x128(r2, r6, 0x31).Store(to + (2 * pitch));
            Avx.Permute2x128(r3, r7, 0x31).Store(to + (3 * pitch));
            to += 4 * pitch;
            rest += 8;
            below += 8;
        }

        for (int j = 0; j < 8; j++)
        {
            One(rest + (j * stride), length - k, to + j, pitch);
        }
    }

    private static void Four(double* from, nint stride, int length, double* to, nint pitch)
    {
        int k = 0;
        for (; k <= length - 4; k += 4)
        {
            Vector256<double> r0 = Vector256.Load(from), r1 = Vector256.Load(from + stride);
            Vector256<double> r2 = Vector256.Load(from + (2 * stride)), r3 = Vector256.Load(from + (3 * stride));
            Vector256<double> p0 = Avx.UnpackLow(r0, r1), p1 = Avx.UnpackHigh(r0, r1);
            Vector256<double> p2 = Avx.UnpackLow(r2, r3), p3 = Avx.UnpackHigh(r2, r3);
            Avx.Permute2x128(p0, p2, 0x20).Store(to);
            Avx.Permute2x128(p1, p3, 0x20).Store(to + pitch);
            Avx.Permute2x128(p0, p2, 0x31).Store(to + (2 * pitch));
            Avx.Permute2x128(p1, p3, 0x31).Store(to + (3 * pitch));
            to += 4 * pitch;
            from += 4;
        }

        for (int j = 0; j < 4; j++)
        {
            One(from + (j * stride), length - k, to + j, pitch);
        }
    }
}
