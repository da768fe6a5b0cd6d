namespace Ssm.Kernels.Gpu;

/// <summary>The numbers that rates, weights and states of a selective scan are made of: real or complex ones.</summary>
/// <remarks>With complex numbers a state stands for a conjugate pair: outputs are twice the real part of ⟨C, h⟩, C not
/// conjugated, and a gradient is ∂/∂Re + i ∂/∂Im.</remarks>
internal interface IStateNumber<T, TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSelf : unmanaged, IStateNumber<T, TSelf>
{
    /// <summary>Real numbers that make up one.</summary>
    static abstract int Planes { get; }

    /// <summary>0.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>The real part.</summary>
    T Real { get; }

    /// <summary>The imaginary part, 0 for a real number.</summary>
    T Imaginary { get; }

    /// <summary>The number of two parts.</summary>
    static abstract TSelf Of(T real, T imaginary);

    /// <summary>Reads one; a real number has nothing in the second plane.</summary>
    static abstract TSelf Load(ComplexPlanes<T> from, int at);

    /// <summary>Writes one.</summary>
    static abstract void Store(ComplexPlanes<T> to, int at, TSelf value);

    /// <summary>e^(Δ a).</summary>
    static abstract TSelf Power(T delta, TSelf rate);

    /// <summary>a b.</summary>
    static abstract TSelf Multiply(TSelf a, TSelf b);

    /// <summary>conj(a) b.</summary>
    static abstract TSelf MultiplyConjugate(TSelf a, TSelf b);

    /// <summary>a b + c.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>sum + s b with a real s.</summary>
    static abstract TSelf AddScaled(TSelf sum, T s, TSelf b);

    /// <summary>sum + C h, or sum + 2 Re(C h).</summary>
    static abstract T AddOutput(T sum, TSelf c, TSelf h);

    /// <summary>sum + C ȳ, or sum + 2 conj(C) ȳ: the share of the output's gradient in that of a state.</summary>
    static abstract TSelf AddOutputGradient(TSelf sum, TSelf c, T dy);

    /// <summary>h, or 2 conj(h): the derivative of an output with respect to its weight.</summary>
    static abstract TSelf WeightGradient(TSelf h);

    /// <summary>sum + Re(conj(a) b).</summary>
    static abstract T AddRealProduct(T sum, TSelf a, TSelf b);
}
