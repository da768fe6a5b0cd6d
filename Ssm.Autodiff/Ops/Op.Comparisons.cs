namespace Ssm.Autodiff;

/// <content>Comparisons, as masks of zeros and ones. They are constant almost everywhere and have no
/// gradient.</content>
public static partial class Op
{
    /// <summary>1 where a > b, else 0; broadcast. Real.</summary>
    /// <remarks>Adjoint: none; the result is an array, not a variable.</remarks>
    public static NdArray<T> Greater<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Kept(NdMath.Binary(nameof(Greater), a, b, new Greater<T>()));

    /// <summary>1 where a ≥ b, else 0; broadcast. Real.</summary>
    /// <remarks>Adjoint: none; the result is an array, not a variable.</remarks>
    public static NdArray<T> GreaterOrEqual<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Kept(NdMath.Binary(nameof(GreaterOrEqual), a, b, new GreaterOrEqual<T>()));

    /// <summary>1 where a &lt; b, else 0; broadcast. Real.</summary>
    /// <remarks>Adjoint: none; the result is an array, not a variable.</remarks>
    public static NdArray<T> Less<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Kept(NdMath.Binary(nameof(Less), a, b, new Less<T>()));

    /// <summary>1 where a ≤ b, else 0; broadcast. Real.</summary>
    /// <remarks>Adjoint: none; the result is an array, not a variable.</remarks>
    public static NdArray<T> LessOrEqual<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Kept(NdMath.Binary(nameof(LessOrEqual), a, b, new LessOrEqual<T>()));

    /// <summary>1 where a = b, else 0; broadcast. Real.</summary>
    /// <remarks>Adjoint: none; the result is an array, not a variable.</remarks>
    public static NdArray<T> EqualTo<T>(NdArray<T> a, NdArray<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> => Kept(NdMath.Binary(nameof(EqualTo), a, b, new EqualTo<T>()));

    // The caller may hold the array for as long as he likes.
    private static NdArray<T> Kept<T>(NdArray<T> array)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        TapeMemory<T>.Keep(array);
        return array;
    }
}
