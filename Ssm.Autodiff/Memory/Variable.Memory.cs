namespace Ssm.Autodiff;

/// <content>Reading a value without keeping it.</content>
public sealed partial class Variable<T>
{
    /// <summary>Copies a real value to memory of its device.</summary>
    /// <remarks>
    /// Unlike <see cref="Value"/> this leaves the value's memory to the <see cref="TapeMemory{T}"/>, and unlike a read
    /// it does not wait for the device: numbers of many passes can be gathered and then be read at once.
    /// </remarks>
    /// <exception cref="InvalidOperationException">The value is complex.</exception>
    public void CopyTo(View<T> memory)
    {
        if (IsComplex)
        {
            throw new InvalidOperationException($"CopyTo: the variable is {this}, expected a real one.");
        }

        Backend.Copy(Array.Re, memory);
    }
}
