namespace Ssm.Autodiff;

/// <summary>What <see cref="TapeMemory{T}"/> knows of one of its buffers.</summary>
/// <param name="device">The backend that made the buffer.</param>
/// <param name="size">Elements of the buffer.</param>
internal sealed class Tenancy(object device, int size)
{
    /// <summary>The backend that made the buffer; with the size, the shelf it comes from.</summary>
    internal object Device { get; } = device;

    /// <summary>Elements of the buffer.</summary>
    internal int Size { get; } = size;

    /// <summary>
    /// How often the buffer was given back: an array that was made before the last time has lost its content.
    /// </summary>
    internal int Generation { get; set; }

    /// <summary>Gradients that live in the buffer.</summary>
    internal int Holds { get; set; }

    /// <summary>Whether the part of the pass that made the buffer is still to be played back.</summary>
    internal bool IsOnStack { get; set; }

    /// <summary>Whether someone outside has seen the array: it is the collector's, not to be used again.</summary>
    internal bool IsKept { get; set; }
}
