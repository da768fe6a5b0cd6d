using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Loads and stores the last, incomplete vector of a span.</summary>
/// <remarks>
/// The missing lanes are one: harmless to every function here (no division by zero, no slow path of a huge argument).
/// Out of line, so that the address taken of the vector does not push the main loop's registers to memory.
/// </remarks>
internal static class Tail
{
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Vector<T> Load<T>(ref readonly T source, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> vector = Vector<T>.One;
        ref T lanes = ref Unsafe.As<Vector<T>, T>(ref vector);
        for (nuint i = 0; i < count; i++)
        {
            Unsafe.Add(ref lanes, i) = Unsafe.Add(ref Unsafe.AsRef(in source), i);
        }

        return vector;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static void Store<T>(Vector<T> vector, ref T target, nuint count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T lanes = ref Unsafe.As<Vector<T>, T>(ref vector);
        for (nuint i = 0; i < count; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref lanes, i);
        }
    }
}
