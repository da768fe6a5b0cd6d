using System.Numerics;
using System.Runtime.InteropServices;
using Ssm.Kernels;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>One block of a <see cref="CrossoverSystem"/> in the element type, and the two products around its scan.
/// </summary>
internal sealed class CrossoverBlock<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal CrossoverBlock(CrossoverSystem system, int block)
    {
        First = block * CrossoverSystem.BlockChannels;
        Channels = system.ChannelsOf(block);
        States = system.StatesOf(block);
        Stride = system.Channels;
        (FactorRe, FactorIm, WeightRe, WeightIm) = (new T[States], new T[States], new T[States], new T[States]);
        system.Factors(block, new Planar<T>(FactorRe, FactorIm));
        system.Weights(block, new Planar<T>(WeightRe, WeightIm));
    }

    /// <summary>Its first channel.</summary>
    internal int First { get; }

    internal int Channels { get; }

    internal int States { get; }

    /// <summary>From a time step of the signal to the next.</summary>
    internal int Stride { get; }

    internal T[] FactorRe { get; }

    internal T[] FactorIm { get; }

    internal ReadOnlyPlanar<T> Factors => new(FactorRe, FactorIm);

    private T[] WeightRe { get; }

    private T[] WeightIm { get; }

    /// <summary>b[t, n, h] = u[t, h], a real number.</summary>
    internal void Expand(ReadOnlySpan<T> signal, int start, int steps, Planar<T> b)
    {
        b.Im[..(steps * States)].Clear();
        for (int t = 0; t < steps; t++)
        {
            ReadOnlySpan<T> u = signal.Slice(((start + t) * Stride) + First, Channels);
            for (int at = t * States; at < (t + 1) * States; at += Channels)
            {
                u.CopyTo(b.Re[at..]);
            }
        }
    }

    /// <summary>y[t, h] = Σ_n Re (2 c x[t, n, h]).</summary>
    internal void Contract(ReadOnlyPlanar<T> x, int start, int steps, Span<T> signal)
    {
        for (int t = 0; t < steps; t++)
        {
            Span<T> y = signal.Slice(((start + t) * Stride) + First, Channels);
            y.Clear();
            AddProducts(y, WeightRe, WeightIm, x.Slice(t * States, States));
        }
    }

    /// <summary>y[h] += Σ_n (wRe ⊙ xRe + wIm ⊙ xIm).</summary>
    private static void AddProducts(Span<T> y, ReadOnlySpan<T> wRe, ReadOnlySpan<T> wIm, ReadOnlyPlanar<T> x)
    {
        int channels = y.Length, lane = 0;
        ref T w0 = ref MemoryMarshal.GetReference(wRe), w1 = ref MemoryMarshal.GetReference(wIm);
        ref T x0 = ref MemoryMarshal.GetReference(x.Re), x1 = ref MemoryMarshal.GetReference(x.Im);
        for (; lane <= channels - Vector<T>.Count; lane += Vector<T>.Count)
        {
            Vector<T> re = Vector<T>.Zero, im = Vector<T>.Zero;
            for (int i = lane; i < wRe.Length; i += channels)
            {
                re += Vector.LoadUnsafe(ref w0, (nuint)i) * Vector.LoadUnsafe(ref x0, (nuint)i);
                im += Vector.LoadUnsafe(ref w1, (nuint)i) * Vector.LoadUnsafe(ref x1, (nuint)i);
            }

            (new Vector<T>(y[lane..]) + re + im).CopyTo(y[lane..]);
        }

        for (; lane < channels; lane++)
        {
            for (int i = lane; i < wRe.Length; i += channels)
            {
                y[lane] += (wRe[i] * x.Re[i]) + (wIm[i] * x.Im[i]);
            }
        }
    }
}
