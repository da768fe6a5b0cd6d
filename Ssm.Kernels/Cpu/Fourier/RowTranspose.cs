using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>Squares of as many points as a vector has lanes, transposed: lane l of point p becomes lane p of point l.
/// </summary>
internal static unsafe class RowTranspose
{
    /// <summary>Transposes a square; the two must not overlap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Square<T>(Lanes<T>* from, Lanes<T>* to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (typeof(T) == typeof(float) && Avx.IsSupported && Vector<T>.Count % 8 == 0)
        {
            Eights((float*)from, (float*)to, 2 * Vector<T>.Count, Vector<T>.Count);
        }
        else if (typeof(T) == typeof(double) && Avx.IsSupported && Vector<T>.Count % 4 == 0)
        {
            Fours((double*)from, (double*)to, 2 * Vector<T>.Count, Vector<T>.Count);
        }
        else
        {
            Scalars((T*)from, (T*)to);
        }
    }

    /// <summary>Transposes eight vectors of eight floats in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Eight(
        ref Vector256<float> a0, ref Vector256<float> a1, ref Vector256<float> a2, ref Vector256<float> a3,
        ref Vector256<float> a4, ref Vector256<float> a5, ref Vector256<float> a6, ref Vector256<float> a7)
    {
        Vector256<float> b0 = Avx.UnpackLow(a0, a1), b1 = Avx.UnpackHigh(a0, a1);
        Vector256<float> b2 = Avx.UnpackLow(a2, a3), b3 = Avx.UnpackHigh(a2, a3);
        Vector256<float> b4 = Avx.UnpackLow(a4, a5), b5 = Avx.UnpackHigh(a4, a5);
        Vector256<float> b6 = Avx.UnpackLow(a6, a7), b7 = Avx.UnpackHigh(a6, a7);
        Vector256<float> c0 = LowPairs(b0, b2), c1 = HighPairs(b0, b2), c2 = LowPairs(b1, b3), c3 = HighPairs(b1, b3);
        Vector256<float> c4 = LowPairs(b4, b6), c5 = HighPairs(b4, b6), c6 = LowPairs(b5, b7), c7 = HighPairs(b5, b7);
        a0 = Avx.Permute2x128(c0, c4, 0x20);
        a1 = Avx.Permute2x128(c1, c5, 0x20);
        a2 = Avx.Permute2x128(c2, c6, 0x20);
        a3 = Avx.Permute2x128(c3, c7, 0x20);
        a4 = Avx.Permute2x128(c0, c4, 0x31);
        a5 = Avx.Permute2x128(c1, c5, 0x31);
        a6 = Avx.Permute2x128(c2, c6, 0x31);
        a7 = Avx.Permute2x128(c3, c7, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> LowPairs(Vector256<float> a, Vector256<float> b) =>
        Avx.UnpackLow(a.AsDouble(), b.AsDouble()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> HighPairs(Vector256<float> a, Vector256<float> b) =>
        Avx.UnpackHigh(a.AsDouble(), b.AsDouble()).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Eights(float* from, float* to, int stride, int lanes)
    {
        for (int point = 0; point < lanes; point += 8)
        {
            // Real parts fill the first half of each point, imaginary parts the second.
            for (int lane = 0; lane < 2 * lanes; lane += 8)
            {
                float* source = from + (point * stride) + lane;
                Vector256<float> a0 = Vector256.Load(source), a1 = Vector256.Load(source + stride);
                Vector256<float> a2 = Vector256.Load(source + (2 * stride)), a3 = Vector256.Load(source + (3 * stride));
                source += 4 * stride;
                Vector256<float> a4 = Vector256.Load(source), a5 = Vector256.Load(source + stride);
                Vector256<float> a6 = Vector256.Load(source + (2 * stride)), a7 = Vector256.Load(source + (3 * stride));
                Eight(ref a0, ref a1, ref a2, ref a3, ref a4, ref a5, ref a6, ref a7);
                bool imaginary = lane >= lanes;
                float* target = to + ((imaginary ? lane - lanes : lane) * stride) + point + (imaginary ? lanes : 0);
                a0.Store(target);
                a1.Store(target + stride);
                a2.Store(target + (2 * stride));
                a3.Store(target + (3 * stride));
                target += 4 * stride;
                a4.Store(target);
                a5.Store(target + stride);
                a6.Store(target + (2 * stride));
                a7.Store(target + (3 * stride));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Fours(double* from, double* to, int stride, int lanes)
    {
        for (int point = 0; point < lanes; point += 4)
        {
            for (int lane = 0; lane < 2 * lanes; lane += 4)
            {
                double* source = from + (point * stride) + lane;
                Vector256<double> a0 = Vector256.Load(source), a1 = Vector256.Load(source + stride);
                source += 2 * stride;
                Vector256<double> a2 = Vector256.Load(source), a3 = Vector256.Load(source + stride);
                Vector256<double> b0 = Avx.UnpackLow(a0, a1), b1 = Avx.UnpackHigh(a0, a1);
                Vector256<double> b2 = Avx.UnpackLow(a2, a3), b3 = Avx.UnpackHigh(a2, a3);
                bool imaginary = lane >= lanes;
                double* target = to + ((imaginary ? lane - lanes : lane) * stride) + point + (imaginary ? lanes : 0);
                Avx.Permute2x128(b0, b2, 0x20).Store(target);
                Avx.Permute2x128(b1, b3, 0x20).Store(target + stride);
                target += 2 * stride;
                Avx.Permute2x128(b0, b2, 0x31).Store(target);
                Avx.Permute2x128(b1, b3, 0x31).Store(target + stride);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalars<T>(T* from, T* to)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int lane = 0; lane < lanes; lane++)
        {
            T* target = to + (2 * lanes * lane);
            T* source = from + lane;
            for (int point = 0; point < lanes; point++, source += 2 * lanes)
            {
                target[point] = source[0];
                target[point + lanes] = source[lanes];
            }
        }
    }
}
