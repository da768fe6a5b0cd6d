namespace Ssm.Kernels.Gpu;

/// <summary>What the adjoint has gathered for some states of a channel on its way back through time.</summary>
internal readonly struct BackResult<T, TBank>(
    TBank later, TBank rates, TBank input, TBank output, FourSums<T> sums)
    where T : unmanaged, IFloatingPointIeee754<T>
    where TBank : unmanaged
{
    /// <summary>The gradient that the step after hands on: conj(e^(Δ A)) g.</summary>
    internal readonly TBank Later = later;

    /// <summary>Σ Δ conj(e^(Δ A) h) g, the gradient of the rates.</summary>
    internal readonly TBank Rates = rates;

    /// <summary>Σ Δu g, the gradient of input weights that are the same at every step.</summary>
    internal readonly TBank Input = input;

    /// <summary>Σ conj(h) ȳ, that of such output weights.</summary>
    internal readonly TBank Output = output;

    /// <summary>Sums over the states, for each of four steps.</summary>
    internal readonly FourSums<T> Sums = sums;

    // ILGPU takes structs with the same numbers for one type, however they are nested: this field tells them apart.
    internal readonly int Kind;

    internal BackResult<T, TBank> With(FourSums<T> sums) => new(Later, Rates, Input, Output, sums);
}
