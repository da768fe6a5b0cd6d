namespace Ssm.Kernels.Gpu;

/// <summary>One step of one state.</summary>
internal static class SelectiveStep
{
    /// <summary>e^(Δ A) h + Δu B.</summary>
    internal static TNumber Next<T, TNumber>(TNumber h, TNumber rate, T delta, T input, TNumber b)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber> => TNumber.AddScaled(
            TNumber.Multiply(TNumber.Power(delta, rate), h), input, b);

    /// <summary>conj(e^(Δ A)) (later + conj(C) ȳ).</summary>
    internal static TNumber Back<T, TNumber>(TNumber later, TNumber rate, T delta, T dy, TNumber c)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber> => TNumber.MultiplyConjugate(
            TNumber.Power(delta, rate), TNumber.AddOutputGradient(later, c, dy));

    /// <summary>softplus of the step size before it, or that itself.</summary>
    internal static T Delta<T>(T raw, int softplus)
        where T : unmanaged, IFloatingPointIeee754<T> => softplus != 0 ? VectorMath.Softplus(raw) : raw;
}
