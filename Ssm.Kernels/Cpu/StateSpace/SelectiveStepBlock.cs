namespace Ssm.Kernels;

/// <summary>One step of some channels of one group, as the loops over states see it.</summary>
/// <remarks>The imaginary planes are those of a complex scan; null in a real one.</remarks>
internal readonly unsafe struct SelectiveStepBlock<T>
    where T : unmanaged
{
    /// <summary>Δ, a number for each channel.</summary>
    internal required T* Delta { get; init; }

    /// <summary>Δ·u, a number for each channel.</summary>
    internal required T* Input { get; init; }

    /// <summary>The rates, (channels, states).</summary>
    internal required T* A { get; init; }

    internal T* AIm { get; init; }

    /// <summary>The states, (channels, states), moved on.</summary>
    internal required T* H { get; init; }

    internal T* HIm { get; init; }

    /// <summary>The input weights of the first channel, and from one channel's to the next's: 0 where they share them.
    /// </summary>
    internal required T* B { get; init; }

    internal T* BIm { get; init; }

    internal required nint BStep { get; init; }

    /// <summary>The output weights, likewise.</summary>
    internal required T* C { get; init; }

    internal T* CIm { get; init; }

    internal required nint CStep { get; init; }

    internal required int States { get; init; }

    internal required int Channels { get; init; }
}
