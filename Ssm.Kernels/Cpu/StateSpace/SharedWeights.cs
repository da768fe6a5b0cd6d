using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Weights that all channels share, one number for each step and state.</summary>
internal readonly unsafe struct SharedWeights<T> : ISelectiveWeights<T>
    where T : unmanaged
{
    public static int Stride => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load(T* at, int state) => new(at[state]);
}
