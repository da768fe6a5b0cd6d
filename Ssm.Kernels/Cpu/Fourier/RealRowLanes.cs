using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Ssm.Kernels;

/// <summary>The few orders of lanes that real transforms need, for vectors of 256 bits, where there is AVX2.</summary>
internal static class RealRowLanes
{
    /// <summary>The elements in reverse order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Reverse<T>(Vector256<T> x) =>
        typeof(T) == typeof(float)
            ? Avx2.PermuteVar8x32(x.AsSingle(), Vector256.Create(7, 6, 5, 4, 3, 2, 1, 0)).As<float, T>()
            : Avx2.Permute4x64(x.AsDouble(), 0b00_01_10_11).As<double, T>();

    /// <summary>The elements with even places in two vectors read one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Even<T>(Vector256<T> a, Vector256<T> b)
    {
        Vector256<double> halves = typeof(T) == typeof(float)
            ? Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b10_00_10_00).AsDouble()
            : Avx.UnpackLow(a.AsDouble(), b.AsDouble());
        return Avx2.Permute4x64(halves, 0b11_01_10_00).As<double, T>();
    }

    /// <summary>The elements with odd places.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Odd<T>(Vector256<T> a, Vector256<T> b)
    {
        Vector256<double> halves = typeof(T) == typeof(float)
            ? Avx.Shuffle(a.AsSingle(), b.AsSingle(), 0b11_01_11_01).AsDouble()
            : Avx.UnpackHigh(a.AsDouble(), b.AsDouble());
        return Avx2.Permute4x64(halves, 0b11_01_10_00).As<double, T>();
    }

    /// <summary>The inverse of <see cref="Even"/> and <see cref="Odd"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector256<T> Low, Vector256<T> High) Interleave<T>(Vector256<T> even, Vector256<T> odd)
    {
        Vector256<double> low, high;
        if (typeof(T) == typeof(float))
        {
            low = Avx.UnpackLow(even.AsSingle(), odd.AsSingle()).AsDouble();
            high = Avx.UnpackHigh(even.AsSingle(), odd.AsSingle()).AsDouble();
        }
        else
        {
            low = Avx.UnpackLow(even.AsDouble(), odd.AsDouble());
            high = Avx.UnpackHigh(even.AsDouble(), odd.AsDouble());
        }

        return (Avx.Permute2x128(low, high, 0x20).As<double, T>(), Avx.Permute2x128(low, high, 0x31).As<double, T>());
    }
}
