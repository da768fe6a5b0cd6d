namespace Ssm.Kernels;

/// <summary>What is done with the points k and −k of two packed spectra: see <see cref="PackedSpectrum{T}"/>.</summary>
internal unsafe interface IPackedProduct<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>From the points k (<paramref name="v"/>, <paramref name="z"/>) and −k of the factors to those of the
    /// result, which may be the memory of the second factor. It is written with its parts exchanged.</summary>
    static abstract void At(
        Lanes<T>* v, Lanes<T>* vBack, Lanes<T>* z, Lanes<T>* zBack, Lanes<T>* w, Lanes<T>* wBack, T* turn);
}
