namespace Ssm.Kernels;

/// <summary>How a loop over time finds the weights of a state: settled when the loop is compiled.</summary>
internal unsafe interface ISelectiveWeights<T>
    where T : unmanaged
{
    /// <summary>The weights of a state that comes so many after the one at <paramref name="at"/>.</summary>
    static abstract Vector<T> Load(T* at, int state);

    /// <summary>From one state to the next, in elements.</summary>
    static abstract int Stride { get; }
}
