namespace Ssm.Autodiff;

/// <content>The selective scan with complex rates: what its kernel reads and writes.</content>
public static partial class Op
{
    private static ComplexSelectiveScanViews<T> ComplexSelectiveViews<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => ComplexSelectiveViews(SelectiveArrays(inputs));

    // In the order of the operands that gradients go to. Weights and states may be real though the rates are not.
    private static ComplexSelectiveScanViews<T> ComplexSelectiveViews<T>(NdArray<T>?[] arrays)
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            U = arrays[0]?.Re ?? default,
            Delta = arrays[1]?.Re ?? default,
            A = PlanesOf(arrays[2]),
            B = PlanesOf(arrays[3]),
            C = PlanesOf(arrays[4]),
            Skip = arrays[5]?.Re ?? default,
            Gate = arrays[6]?.Re ?? default,
            DeltaBias = arrays[7]?.Re ?? default,
            Initial = PlanesOf(arrays[8]),
        };

    private static ComplexView<T> PlanesOf<T>(NdArray<T>? array)
        where T : unmanaged, IFloatingPointIeee754<T> => array is null ? default : NdMath.ToComplex(array).Planes;
}
