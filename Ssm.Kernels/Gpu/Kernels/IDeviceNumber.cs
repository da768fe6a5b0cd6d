namespace Ssm.Kernels.Gpu;

/// <summary>What a kernel over real or complex numbers needs of one; each kind makes a kernel of its own.</summary>
internal interface IDeviceNumber<T, TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSelf : unmanaged, IDeviceNumber<T, TSelf>
{
    /// <summary>1 for real numbers, 2 for complex ones.</summary>
    static abstract int Planes { get; }

    /// <summary>0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>1.</summary>
    static abstract TSelf One { get; }

    /// <summary>Reads one number.</summary>
    static abstract TSelf Load(ComplexPlanes<T> from, int at);

    /// <summary>Writes one number.</summary>
    static abstract void Store(ComplexPlanes<T> to, int at, TSelf value);

    /// <summary>a + b.</summary>
    static abstract TSelf Add(TSelf a, TSelf b);

    /// <summary>a x + b, in as many fused operations as there are products.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf x, TSelf b);

    /// <summary>conj(a) x + b.</summary>
    static abstract TSelf ConjugateMultiplyAdd(TSelf a, TSelf x, TSelf b);

    /// <summary>The conjugate.</summary>
    static abstract TSelf Conjugate(TSelf a);

    /// <summary>One number or the other, without a branch.</summary>
    static abstract TSelf Select(bool first, TSelf a, TSelf b);
}
