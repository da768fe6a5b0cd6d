using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ssm.Perf.Bench;

/// <summary>The loops that show what the machine can do. Each stands alone and calls nothing.</summary>
internal static unsafe class PeakLoops
{
    /// <summary>Independent accumulators: more than latency times pipes, and with the operands at most 16 registers.
    /// </summary>
    internal const int Accumulators = 12;

    /// <summary>Vectors in one turn of the triad loops; the count must be a multiple of so many.</summary>
    internal const int Unroll = 4;

    /// <summary>a = b, two streams.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Copy<T>(T* a, T* b, nint count)
        where T : unmanaged
    {
        nint lanes = Vector<T>.Count;
        for (nint i = 0; i < count; i += Unroll * lanes)
        {
            T* b0 = b + i, a0 = a + i;
            Vector<T> r0 = Vector.Load(b0), r1 = Vector.Load(b0 + lanes);
            Vector<T> r2 = Vector.Load(b0 + (2 * lanes)), r3 = Vector.Load(b0 + (3 * lanes));
            Vector.Store(r0, a0);
            Vector.Store(r1, a0 + lanes);
            Vector.Store(r2, a0 + (2 * lanes));
            Vector.Store(r3, a0 + (3 * lanes));
        }
    }

    /// <summary>The same with stores that go past the caches; a must be aligned to a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void CopyStreaming<T>(T* a, T* b, nint count)
        where T : unmanaged
    {
        nint lanes = Vector<T>.Count;
        for (nint i = 0; i < count; i += Unroll * lanes)
        {
            T* b0 = b + i, a0 = a + i;
            Vector<T> r0 = Vector.Load(b0), r1 = Vector.Load(b0 + lanes);
            Vector<T> r2 = Vector.Load(b0 + (2 * lanes)), r3 = Vector.Load(b0 + (3 * lanes));
            Vector.StoreAlignedNonTemporal(r0, a0);
            Vector.StoreAlignedNonTemporal(r1, a0 + lanes);
            Vector.StoreAlignedNonTemporal(r2, a0 + (2 * lanes));
            Vector.StoreAlignedNonTemporal(r3, a0 + (3 * lanes));
        }
    }

    /// <summary>a = b + s·c, three streams. Counted as 3 numbers an element, as STREAM does (McCalpin, "Memory
    /// Bandwidth and Machine Balance in Current High Performance Computers", 1995).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Triad<T>(T* a, T* b, T* c, T s, nint count)
        where T : unmanaged
    {
        Vector<T> factor = new(s);
        nint lanes = Vector<T>.Count;
        for (nint i = 0; i < count; i += Unroll * lanes)
        {
            T* b0 = b + i, c0 = c + i, a0 = a + i;
            Vector.Store(Vector.Load(b0) + (factor * Vector.Load(c0)), a0);
            Vector.Store(Vector.Load(b0 + lanes) + (factor * Vector.Load(c0 + lanes)), a0 + lanes);
            Vector.Store(Vector.Load(b0 + (2 * lanes)) + (factor * Vector.Load(c0 + (2 * lanes))), a0 + (2 * lanes));
            Vector.Store(Vector.Load(b0 + (3 * lanes)) + (factor * Vector.Load(c0 + (3 * lanes))), a0 + (3 * lanes));
        }
    }

    /// <summary>The same with stores that go past the caches; a must be aligned to a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void TriadStreaming<T>(T* a, T* b, T* c, T s, nint count)
        where T : unmanaged
    {
        Vector<T> factor = new(s);
        nint lanes = Vector<T>.Count;
        for (nint i = 0; i < count; i += Unroll * lanes)
        {
            T* b0 = b + i, c0 = c + i, a0 = a + i;
            Vector<T> r0 = Vector.Load(b0) + (factor * Vector.Load(c0));
            Vector<T> r1 = Vector.Load(b0 + lanes) + (factor * Vector.Load(c0 + lanes));
            Vector<T> r2 = Vector.Load(b0 + (2 * lanes)) + (factor * Vector.Load(c0 + (2 * lanes)));
            Vector<T> r3 = Vector.Load(b0 + (3 * lanes)) + (factor * Vector.Load(c0 + (3 * lanes)));
            Vector.StoreAlignedNonTemporal(r0, a0);
            Vector.StoreAlignedNonTemporal(r1, a0 + lanes);
            Vector.StoreAlignedNonTemporal(r2, a0 + (2 * lanes));
            Vector.StoreAlignedNonTemporal(r3, a0 + (3 * lanes));
        }
    }

    /// <summary>x = x·m + d in each accumulator, so many times; returns their sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector<float> MultiplyAdd(Vector<float> m, Vector<float> d, long times)
    {
        Vector<float> x0 = d, x1 = d, x2 = d, x3 = d, x4 = d, x5 = d, x6 = d, x7 = d, x8 = d, x9 = d, x10 = d, x11 = d;
        for (long i = 0; i < times; i++)
        {
            x0 = Vector.MultiplyAddEstimate(x0, m, d);
            x1 = Vector.MultiplyAddEstimate(x1, m, d);
            x2 = Vector.MultiplyAddEstimate(x2, m, d);
            x3 = Vector.MultiplyAddEstimate(x3, m, d);
            x4 = Vector.MultiplyAddEstimate(x4, m, d);
            x5 = Vector.MultiplyAddEstimate(x5, m, d);
            x6 = Vector.MultiplyAddEstimate(x6, m, d);
            x7 = Vector.MultiplyAddEstimate(x7, m, d);
            x8 = Vector.MultiplyAddEstimate(x8, m, d);
            x9 = Vector.MultiplyAddEstimate(x9, m, d);
            x10 = Vector.MultiplyAddEstimate(x10, m, d);
            x11 = Vector.MultiplyAddEstimate(x11, m, d);
        }

        return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11;
    }

    /// <inheritdoc cref="MultiplyAdd(Vector{float}, Vector{float}, long)"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static Vector<double> MultiplyAdd(Vector<double> m, Vector<double> d, long times)
    {
        Vector<double> x0 = d, x1 = d, x2 = d, x3 = d, x4 = d, x5 = d, x6 = d, x7 = d, x8 = d, x9 = d, x10 = d, x11 = d;
        for (long i = 0; i < times; i++)
        {
            x0 = Vector.MultiplyAddEstimate(x0, m, d);
            x1 = Vector.MultiplyAddEstimate(x1, m, d);
            x2 = Vector.MultiplyAddEstimate(x2, m, d);
            x3 = Vector.MultiplyAddEstimate(x3, m, d);
            x4 = Vector.MultiplyAddEstimate(x4, m, d);
            x5 = Vector.MultiplyAddEstimate(x5, m, d);
            x6 = Vector.MultiplyAddEstimate(x6, m, d);
            x7 = Vector.MultiplyAddEstimate(x7, m, d);
            x8 = Vector.MultiplyAddEstimate(x8, m, d);
            x9 = Vector.MultiplyAddEstimate(x9, m, d);
            x10 = Vector.MultiplyAddEstimate(x10, m, d);
            x11 = Vector.MultiplyAddEstimate(x11, m, d);
        }

        return x0 + x1 + x2 + x3 + x4 + x5 + x6 + x7 + x8 + x9 + x10 + x11;
    }
}
