using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Weights that each channel has of its own, the same at every step: a vector for each state.</summary>
internal readonly unsafe struct LaneWeights<T> : ISelectiveWeights<T>
    where T : unmanaged
{
    public static int Stride => Vector<T>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<T> Load(T* at, int state) => Vector.Load(at + (state * Vector<T>.Count));
}
