using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Ssm.Kernels;

/// <summary>Functions of floats in vectors of 512 bits, where the processor has them and <c>Vector</c> is shorter.
/// </summary>
/// <remarks>
/// Twice as many numbers an instruction; an element's bits are those that the loop over <c>Vector</c> gives, so
/// that where one hands over to the other cannot be seen.
/// </remarks>
internal static class WideUnary
{
    /// <summary>Applies an op to as many elements from the first on as fill whole vectors; returns how many.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nuint Run<T, TOp>(ref readonly T x, ref T y, nuint length)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        if (typeof(T) != typeof(float) || !Vector512.IsHardwareAccelerated || Vector<float>.Count >= 16)
        {
            return 0;
        }

        ref float px = ref Unsafe.As<T, float>(ref Unsafe.AsRef(in x)), py = ref Unsafe.As<T, float>(ref y);

        // The comparisons are constants of the compiled code: at most one call is left in it.
        return typeof(TOp) == typeof(Exp<float>) ? Loop<Exp<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(Sigmoid<float>) ? Loop<Sigmoid<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(Tanh<float>) ? Loop<Tanh<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(Log<float>) ? Loop<Log<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(Silu<float>) ? Loop<Silu<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(Softplus<float>) ? Loop<Softplus<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(GeluErf<float>) ? Loop<GeluErf<float>>(ref px, ref py, length)
            : typeof(TOp) == typeof(GeluTanh<float>) ? Loop<GeluTanh<float>>(ref px, ref py, length)
            : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    private static nuint Loop<TFunction>(ref readonly float x, ref float y, nuint length)
        where TFunction : struct, ISingleFunction
    {
        nuint i = 0;
        for (; i + (nuint)Vector512<float>.Count <= length; i += (nuint)Vector512<float>.Count)
        {
            WideLanes lanes = new(Vector512.LoadUnsafe(in x, i));
            TFunction.Invoke(lanes).Value.StoreUnsafe(ref y, i);
        }

        return i;
    }
}
