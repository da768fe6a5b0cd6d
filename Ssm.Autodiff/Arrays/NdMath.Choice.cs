namespace Ssm.Autodiff;

/// <content>Choosing by a mask of zeros and other numbers.</content>
internal static partial class NdMath
{
    /// <summary>x where the mask is not 0, else 0; real or complex, broadcast.</summary>
    internal static NdArray<T> Keep<T>(NdArray<T> x, NdArray<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> re = Binary(nameof(Keep), x.RealPart(), mask, new KeepWhere<T>());
        return x.IsComplex ? Join(re, Binary(nameof(Keep), x.ImaginaryPart(), mask, new KeepWhere<T>())) : re;
    }

    /// <summary>1 where the mask is 0, else 0.</summary>
    internal static NdArray<T> Not<T>(NdArray<T> mask)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Binary(nameof(Not), mask, NdArray<T>.AllocateFull(Shape.Scalar, T.Zero, mask.Backend), new EqualTo<T>());
}
