namespace Ssm.Kernels;

/// <summary>What is done with the points k and −k of two packed spectra: see <see cref="PackedSpectrum{T}"/>.</summary>
internal unsafe interface IPackedProduct<T, TLanes>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TLanes : unmanaged, ILanes<TLanes, T>
{
    /// <summary>From the points k (<paramref name="v"/>, <paramref name="z"/>) and −k of the factors to those of the
    /// result, which may be the memory of the second factor. It is written with its parts exchanged.</summary>
    static abstract void At(
        TLanes* v, TLanes* vBack, TLanes* z, TLanes* zBack, TLanes* w, TLanes* wBack, T* turn);
}
