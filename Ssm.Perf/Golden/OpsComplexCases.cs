using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of single operations on complex numbers; a file for each family.</summary>
internal static partial class OpsComplexCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>? y = Arithmetic(golden) ?? Function(golden) ?? Product(golden) ?? Moving(golden) ?? Fourier(golden);
        if (y is not null)
        {
            golden.Output("y", y);
        }

        return y is not null;
    }

    private static T Number<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(value);

    private static Variable<T> Scalar<T>(GoldenCase<T> golden, double re, double im)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        NdArray<T>.From([Number<T>(re)], [Number<T>(im)], Shape.Scalar, golden.Backend);

    /// <summary>x with a last axis of size 1.</summary>
    private static Variable<T> Column<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Reshape(x, new Shape([.. x.Shape.Sizes, 1]));
}
