namespace Ssm.Kernels;

/// <summary>What a device has to do: primitives on flat buffers, in the order in which they are called.</summary>
/// <remarks>
/// <para>
/// The contract is written for devices whose memory the host cannot see: views and sizes go in, and nothing comes out
/// but by <see cref="Download"/>. Arrays are row-major; time runs before channels, and complex data is planar.
/// </para>
/// <para>
/// Callers have checked shapes; a backend only has to check that the memory is its own. Unless a primitive says
/// otherwise its outputs are overwritten and do not overlap its inputs, and every result has the same bits however many
/// threads compute it. An optional operand that is left out is the view of nothing.
/// </para>
/// </remarks>
public partial interface IBackend<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The device's name, as given to <c>--device</c>: <c>cpu</c>, <c>cuda:0</c>.</summary>
    string Name { get; }

    /// <summary>Memory for <paramref name="length"/> or more numbers, with whatever content.</summary>
    Buffer<T> Allocate(int length);

    /// <summary>Memory for <paramref name="length"/> or more indices, with whatever content.</summary>
    Buffer<int> AllocateIndices(int length);

    /// <summary>Copies numbers from the host.</summary>
    void Upload(ReadOnlySpan<T> from, View<T> to);

    /// <summary>Copies indices from the host.</summary>
    void UploadIndices(ReadOnlySpan<int> from, View<int> to);

    /// <summary>Copies numbers to the host, after all that was asked before is done.</summary>
    void Download(View<T> from, Span<T> to);

    /// <summary>Copies within the device.</summary>
    void Copy(View<T> from, View<T> to);

    /// <summary>Writes one value everywhere.</summary>
    void Fill(View<T> view, T value);
}
