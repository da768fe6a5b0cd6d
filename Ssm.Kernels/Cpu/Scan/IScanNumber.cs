namespace Ssm.Kernels;

/// <summary>A vector of numbers, real or complex, one recurrence in each lane: scans are written once.</summary>
internal interface IScanNumber<T, TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSelf : struct, IScanNumber<T, TSelf>
{
    /// <summary>1 for real numbers, 2 for complex ones.</summary>
    static abstract int Planes { get; }

    /// <summary>0 in every lane.</summary>
    static abstract TSelf Zero { get; }

    static abstract TSelf Load(PlanePointers<T> row, nint at);

    static abstract void Store(TSelf x, PlanePointers<T> row, nint at);

    /// <summary>A store to an address that is a multiple of a vector's size, past the caches.</summary>
    static abstract void StorePastCache(TSelf x, PlanePointers<T> row, nint at);

    static abstract TSelf Add(TSelf x, TSelf y);

    /// <summary>a ⊙ x.</summary>
    static abstract TSelf Multiply(TSelf a, TSelf x);

    /// <summary>conj(a) ⊙ x.</summary>
    static abstract TSelf ConjugateMultiply(TSelf a, TSelf x);

    /// <summary>a ⊙ x + b.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf x, TSelf b);

    /// <summary>conj(a) ⊙ x + b.</summary>
    static abstract TSelf ConjugateMultiplyAdd(TSelf a, TSelf x, TSelf b);
}
