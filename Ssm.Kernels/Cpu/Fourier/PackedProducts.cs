using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The loops of <see cref="PackedSpectrum{T}"/>, and the three products that they do.</summary>
internal static unsafe class PackedProducts
{
    /// <summary>Points that run upwards, their partners downwards.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Reversed<T, TLanes, TProduct>(
        TLanes* v, TLanes* vBack, TLanes* z, TLanes* zBack, TLanes* w, TLanes* wBack, int count, T* turns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TProduct : struct, IPackedProduct<T, TLanes>
    {
        for (int i = 0; i < count; i++)
        {
            TProduct.At(v + i, vBack - i, z + i, zBack - i, w + i, wBack - i, turns + (2 * i));
        }
    }

    /// <summary>Points whose partners are in a table.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    internal static void Scattered<T, TLanes, TProduct>(
        TLanes* v, TLanes* z, TLanes* w, ReadOnlySpan<int> partners, T* turns)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
        where TProduct : struct, IPackedProduct<T, TLanes>
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
    internal readonly struct Convolve<T, TLanes> : IPackedProduct<T, TLanes>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(
            TLanes* v, TLanes* vBack, TLanes* z, TLanes* zBack, TLanes* w, TLanes* wBack, T* turn)
        {
            TLanes v0 = *v, v1 = *vBack, z0 = *z, z1 = *zBack;
            TLanes odd = TLanes.SubtractConjugate(v0, v1), other = TLanes.SubtractConjugate(z0, z1);
            TLanes t = odd * other * TLanes.Broadcast(turn);
            *w = TLanes.MultiplyAdd(v0, z0, -t).Swapped;
            *wBack = TLanes.MultiplyAdd(v1, z1, t.NegativeConjugate).Swapped;
        }
    }

    /// <summary>The correlation.</summary>
    internal readonly struct Correlate<T, TLanes> : IPackedProduct<T, TLanes>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(
            TLanes* v, TLanes* vBack, TLanes* z, TLanes* zBack, TLanes* w, TLanes* wBack, T* turn)
        {
            TLanes v0 = *v, v1 = *vBack, z0 = *z, z1 = *zBack;
            TLanes odd = TLanes.SubtractConjugate(v0, v1), other = TLanes.AddConjugate(z0, z1);
            TLanes t = TLanes.ConjugateTimes(odd * TLanes.Broadcast(turn), other);
            *w = TLanes.ConjugateMultiplyAdd(v0, z0, -t).Swapped;
            *wBack = TLanes.ConjugateMultiplyAdd(v1, z1, t.Conjugate).Swapped;
        }
    }

    /// <summary>The correlation, added to what is there.</summary>
    internal readonly struct AddCorrelate<T, TLanes> : IPackedProduct<T, TLanes>
        where T : unmanaged, IFloatingPointIeee754<T>
        where TLanes : unmanaged, ILanes<TLanes, T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void At(
            TLanes* v, TLanes* vBack, TLanes* z, TLanes* zBack, TLanes* w, TLanes* wBack, T* turn)
        {
            TLanes v0 = *v, v1 = *vBack, z0 = *z, z1 = *zBack, sum0 = *w, sum1 = *wBack;
            TLanes odd = TLanes.SubtractConjugate(v0, v1), other = TLanes.AddConjugate(z0, z1);
            TLanes t = TLanes.ConjugateTimes(odd * TLanes.Broadcast(turn), other);
            *w = TLanes.ConjugateMultiplyAdd(v0, z0, sum0.Swapped - t).Swapped;

            // Where k = −k the second result is the first: both sums were read before, so it is added once.
            *wBack = TLanes.ConjugateMultiplyAdd(v1, z1, TLanes.AddConjugate(sum1.Swapped, t)).Swapped;
        }
    }
}
