namespace Ssm.Kernels.Gpu;

/// <summary>Some states of one channel in registers, or as many rates, weights or gradients.</summary>
/// <remarks>
/// An array that is indexed by a variable would lie in memory; so the loops over states are written as a type: of
/// one, of four, or a pair of such.
/// </remarks>
internal interface IStateBank<T, TNumber, TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TNumber : unmanaged, IStateNumber<T, TNumber>
    where TSelf : unmanaged, IStateBank<T, TNumber, TSelf>
{
    /// <summary>How many.</summary>
    static abstract int Width { get; }

    /// <summary>Zeros.</summary>
    static abstract TSelf Zero { get; }

    /// <summary>Reads numbers that lie a stride apart.</summary>
    static abstract TSelf Load(ComplexPlanes<T> from, int at, int stride);

    /// <summary>Writes them.</summary>
    static abstract void Store(ComplexPlanes<T> to, int at, int stride, TSelf values);

    /// <summary>e^(Δ A) h + Δu B.</summary>
    static abstract TSelf Step<TB>(TSelf h, TSelf rates, T delta, T input, TB b, int step, int state)
        where TB : struct, IStepWeights<T, TNumber, TB>;

    /// <summary>y + ⟨C, h⟩.</summary>
    static abstract T Output<TC>(T y, TSelf h, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC>;

    /// <summary>conj(e^(Δ A)) (later + conj(C) ȳ): what a step hands to the one before.</summary>
    static abstract TSelf StepBack<TC>(TSelf later, TSelf rates, T delta, T dy, TC c, int step, int state)
        where TC : struct, IStepWeights<T, TNumber, TC>;

    /// <summary>Four steps of the adjoint: see <see cref="SelectiveBack"/>.</summary>
    /// <param name="totals">What the steps after these, and the chunk so far, have come to.</param>
    /// <param name="rates">The rates.</param>
    /// <param name="tile">The four steps.</param>
    /// <param name="b">The input weights.</param>
    /// <param name="c">The output weights.</param>
    /// <param name="place">Where states before the steps are found and sums over channels go.</param>
    /// <param name="state">The first of these states.</param>
    static abstract BackResult<T, TSelf> Back<TB, TC>(
        BackResult<T, TSelf> totals, TSelf rates, FourSteps<T> tile, TB b, TC c, BackPlace<T> place, int state)
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>;
}
