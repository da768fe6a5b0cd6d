using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of <see cref="PackedSpectrum{T}"/>, and the three products that they do.</summary>
internal static unsafe class PackedProducts
{
    /// <summary>Points that run upwards, their partners downwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Reversed<T, TProduct>(
        Lanes<T>* v, Lanes<T>* vBack, Lanes<T>* z, Lanes<T>* zBack, Lanes<T>* w, Lanes<T>* wBack, int count, T* turns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TProduct : struct, IPackedProduct<T>
    {
        for (int i = 0; i < count; i++)
        {
            TProduct.At(v + i, vBack - i, z + i, zBack - i, w + i, wBack - i, turns + (2 * i));
        }
    }

    /// <summary>Points whose partners are in a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scattered<T, TProduct>(
        Lanes<T>* v, Lanes<T>* z, Lanes<T>* w, ReadOnlySpan<int> partners, T* turns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TProduct : struct, IPackedProduct<T>
    {
        for (int i = 0; i < partners.Length; i++)
        {
            int back = partners[i];
            if (i <= back)
            {
                TProduct.At(v + i, v + back, z + i, z + back, w + i, w + back, turns + (2 * i));
            }
        }
    }

    /// <summary>The convolution.</summary>
    internal readonly struct Convolve<T> : IPackedProduct<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(
            Lanes<T>* v, Lanes<T>* vBack, Lanes<T>* z, Lanes<T>* zBack, Lanes<T>* w, Lanes<T>* wBack, T* turn)
        {
            Lanes<T> v0 = *v, v1 = *vBack, z0 = *z, z1 = *zBack;
            Lanes<T> odd = new(v0.Re - v1.Re, v0.Im + v1.Im), other = new(z0.Re - z1.Re, z0.Im + z1.Im);
            Lanes<T> t = odd * other * Lanes<T>.Broadcast(turn);
            *w = new(
                Fused.MultiplyAdd(v0.Re, z0.Im, Fused.MultiplyAdd(v0.Im, z0.Re, -t.Im)),
                Fused.MultiplyAdd(-v0.Im, z0.Im, Fused.MultiplyAdd(v0.Re, z0.Re, -t.Re)));
            *wBack = new(
                Fused.MultiplyAdd(v1.Re, z1.Im, Fused.MultiplyAdd(v1.Im, z1.Re, t.Im)),
                Fused.MultiplyAdd(-v1.Im, z1.Im, Fused.MultiplyAdd(v1.Re, z1.Re, -t.Re)));
        }
    }

    /// <summary>The correlation.</summary>
    internal readonly struct Correlate<T> : IPackedProduct<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(
            Lanes<T>* v, Lanes<T>* vBack, Lanes<T>* z, Lanes<T>* zBack, Lanes<T>* w, Lanes<T>* wBack, T* turn)
        {
            Lanes<T> v0 = *v, v1 = *vBack, z0 = *z, z1 = *zBack;
            Lanes<T> odd = new(v0.Re - v1.Re, v0.Im + v1.Im), other = new(z0.Re + z1.Re, z0.Im - z1.Im);
            Lanes<T> t = Lanes<T>.ConjugateTimes(odd * Lanes<T>.Broadcast(turn), other);
            *w = new(
                Fused.MultiplyAdd(v0.Re, z0.Im, Fused.MultiplyAdd(-v0.Im, z0.Re, -t.Im)),
                Fused.MultiplyAdd(v0.Im, z0.Im, Fused.MultiplyAdd(v0.Re, z0.Re, -t.Re)));
            *wBack = new(
                Fused.MultiplyAdd(v1.Re, z1.Im, Fused.MultiplyAdd(-v1.Im, z1.Re, -t.Im)),
                Fused.MultiplyAdd(v1.Im, z1.Im, Fused.MultiplyAdd(v1.Re, z1.Re, t.Re)));
        }
    }

    /// <summary>The correlation, added to what is there.</summary>
    internal readonly struct AddCorrelate<T> : IPackedProduct<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(
            Lanes<T>* v, Lanes<T>* vBack, Lanes<T>* z, Lanes<T>* zBack, Lanes<T>* w, Lanes<T>* wBack, T* turn)
        {
            Lanes<T> v0 = *v, v1 = *vBack, z0 = *z, z1 = *zBack, sum0 = *w, sum1 = *wBack;
            Lanes<T> odd = new(v0.Re - v1.Re, v0.Im + v1.Im), other = new(z0.Re + z1.Re, z0.Im - z1.Im);
            Lanes<T> t = Lanes<T>.ConjugateTimes(odd * Lanes<T>.Broadcast(turn), other);
            *w = new(
                Fused.MultiplyAdd(v0.Re, z0.Im, Fused.MultiplyAdd(-v0.Im, z0.Re, sum0.Re - t.Im)),
                Fused.MultiplyAdd(v0.Im, z0.Im, Fused.MultiplyAdd(v0.Re, z0.Re, sum0.Im - t.Re)));

            // Where k = −k the second result is the first: both sums were read before, so it is added once.
            *wBack = new(
                Fused.MultiplyAdd(v1.Re, z1.Im, Fused.MultiplyAdd(-v1.Im, z1.Re, sum1.Re - t.Im)),
                Fused.MultiplyAdd(v1.Im, z1.Im, Fused.MultiplyAdd(v1.Re, z1.Re, sum1.Im + t.Re)));
        }
    }
}
