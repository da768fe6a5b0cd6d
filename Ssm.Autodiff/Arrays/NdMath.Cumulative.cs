namespace Ssm.Autodiff;

/// <content>Running sums, plane by plane.</content>
internal static partial class NdMath
{
    internal static NdArray<T> CumulativeSum<T>(NdArray<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend, x.IsComplex);
        AxisShape along = Along(x.Shape, axis);
        x.Backend.CumulativeSum(x.Re, y.Re, along);
        if (x.IsComplex)
        {
            x.Backend.CumulativeSum(x.Im, y.Im, along);
        }

        return y;
    }

    internal static NdArray<T> ReverseCumulativeSum<T>(NdArray<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdArray<T> y = NdArray<T>.Allocate(x.Shape, x.Backend, x.IsComplex);
        AxisShape along = Along(x.Shape, axis);
        x.Backend.ReverseCumulativeSum(x.Re, y.Re, along);
        if (x.IsComplex)
        {
            x.Backend.ReverseCumulativeSum(x.Im, y.Im, along);
        }

        return y;
    }
}
