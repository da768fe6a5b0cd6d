namespace Ssm.Kernels;

/// <summary>Some steps of one vector of channels, as the loops over time see them.</summary>
/// <remarks>In a complex scan the imaginary parts of rates and states lie behind the real ones of all states.</remarks>
internal readonly unsafe struct SelectiveColumn<T>
    where T : unmanaged
{
    /// <summary>Δ, a vector for each step.</summary>
    internal required T* Delta { get; init; }

    /// <summary>Δ·u, a vector for each step.</summary>
    internal required T* Input { get; init; }

    /// <summary>The sum over the states so far, a vector for each step.</summary>
    internal required T* Y { get; init; }

    /// <summary>The rates times log2 e, a vector for each state.</summary>
    internal required T* A { get; init; }

    /// <summary>The states, a vector for each; those after the last step, on return.</summary>
    internal required T* H { get; init; }

    /// <summary>The input weights of the first step, and from one step's to the next's.</summary>
    internal required T* B { get; init; }

    internal required nint BStep { get; init; }

    /// <summary>The imaginary parts of the input weights of a complex scan; null in a real one.</summary>
    internal T* BIm { get; init; }

    /// <summary>The output weights of the first step, and from one step's to the next's.</summary>
    internal required T* C { get; init; }

    internal required nint CStep { get; init; }

    /// <summary>The imaginary parts of the output weights of a complex scan; null in a real one.</summary>
    internal T* CIm { get; init; }

    internal required int States { get; init; }
}
