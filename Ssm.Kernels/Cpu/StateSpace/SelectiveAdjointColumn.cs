namespace Ssm.Kernels;

/// <summary>One tile of one vector of channels, as the loops of the adjoint see it: a vector for each step.</summary>
/// <remarks>In a complex scan two states' room holds both parts of one, and what is a vector for each state has the
/// imaginary parts behind the real ones of all states.</remarks>
internal readonly unsafe struct SelectiveAdjointColumn<T>
    where T : unmanaged
{
    /// <summary>The forward pass of the same steps.</summary>
    internal required SelectiveColumn<T> Forward { get; init; }

    /// <summary>The gradient of the output before the gate.</summary>
    internal required T* OutputGradient { get; init; }

    /// <summary>Σ g[n] B[n], added to.</summary>
    internal required T* InputSum { get; init; }

    /// <summary>Σ g[n] e^(ΔA) h[t−1] A[n] log2 e, added to.</summary>
    internal required T* RateSum { get; init; }

    /// <summary>e^(ΔA) of two states, <see cref="SelectiveTile{T}.Steps"/> vectors each.</summary>
    internal required T* Powers { get; init; }

    /// <summary>e^(ΔA) h[t−1] of two states, likewise.</summary>
    internal required T* Decayed { get; init; }

    /// <summary>What reaches the state from later steps, a vector for each state; on return, from these.</summary>
    internal required T* Carry { get; init; }

    /// <summary>The gradient of the rates, a vector for each state, added to.</summary>
    internal required T* RateGradient { get; init; }

    /// <summary>The gradient of the input weights, before the sum over lanes, added to.</summary>
    internal required T* BGradient { get; init; }

    /// <summary>From one step of it to the next, and from one state to the next.</summary>
    internal required nint BGradientStep { get; init; }

    internal required nint BGradientState { get; init; }

    /// <summary>The gradient of the output weights, before the sum over lanes, added to.</summary>
    internal required T* CGradient { get; init; }

    internal required nint CGradientStep { get; init; }

    internal required nint CGradientState { get; init; }
}
