using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of single operations on real numbers; a file for each family.</summary>
internal static partial class OpsRealCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>? y = Elementwise(golden) ?? Reduction(golden) ?? Product(golden) ?? Moving(golden)
            ?? Layer(golden) ?? Loss(golden);
        if (y is not null)
        {
            golden.Output("y", y);
        }

        return y is not null;
    }

    private static T Number<T>(double value)
        where T : unmanaged, IFloatingPointIeee754<T> => T.CreateChecked(value);

    private static Variable<T> Scalar<T>(double value, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T> => NdArray<T>.Scalar(Number<T>(value), on);
}
