using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Initialization;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of HiPPO matrices, their diagonal forms, and dense discretisation, all in double.</summary>
internal static class HippoCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (golden.Id.Split('_')[0])
        {
            case "transition":
                HippoMatrix hippo = HippoMatrix.Create(Measure(golden.Text("measure")), golden.Int("N"));
                golden.Output("A", Real<T>(hippo.A, hippo.Order, hippo.Order));
                golden.Output("B", Real<T>(hippo.B, hippo.Order, 1));
                return true;
            case "nplr":
                HippoNormalCases.Normal(golden, Measure(golden.Text("measure")));
                return true;
            case "s5":
                HippoNormalCases.Blocks(golden);
                return true;
            case "s4d":
                return Modes(golden);
            case "discretize":
                Discretize(golden);
                return true;
            default:
                return false;
        }
    }

    internal static NdArray<T> Real<T>(double[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        NdArray<T>.From(Array.ConvertAll(values, T.CreateChecked), new Shape(shape));

    internal static NdArray<T> Complex<T>(Complex[] values, params ReadOnlySpan<int> shape)
        where T : unmanaged, IFloatingPointIeee754<T> => NdArray<T>.From(
            Array.ConvertAll(values, z => T.CreateChecked(z.Real)),
            Array.ConvertAll(values, z => T.CreateChecked(z.Imaginary)),
            new Shape(shape));

    private static HippoMeasure Measure(string name) => name switch
    {
        "legs" => HippoMeasure.LegS,
        "legt" => HippoMeasure.LegT,
        "lagt" => HippoMeasure.LagT,
        "fout" or "fourier" => HippoMeasure.FouT,
        "fourier_decay" => HippoMeasure.FourierDecay,
        "fourier2" => HippoMeasure.Fourier2,
        "fourier_diag" => HippoMeasure.FourierDiagonal,
        _ => throw new InvalidDataException($"the measure '{name}' is not known"),
    };

    private static bool Modes<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int order = golden.Int("N");
        DiagonalModes? modes = golden.Id["s4d_init_".Length..] switch
        {
            "legs" => HippoNormalCases.LegSModes(golden, order),
            "lin" => S4DInitialization.Lin(order),
            "inv" => S4DInitialization.Inv(order),
            "inv2" => S4DInitialization.Inv2(order),
            "quad" => S4DInitialization.Quad(order),
            "real" => S4DInitialization.Real(order),
            _ => null,
        };
        if (modes is null)
        {
            return false;
        }

        // Stored is the mode of each pair with Im λ ≤ 0.
        DiagonalModes stored = modes.Conjugate();
        golden.Output("Lambda", Complex<T>(stored.Lambda, order / 2));
        golden.Output("B", Complex<T>(stored.B, order / 2));
        return true;
    }

    private static void Discretize<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape aShape = golden.ShapeOf("in.A"), bShape = golden.ShapeOf("in.B");
        double[] a = Array.ConvertAll(golden.In("A").Value.ToArray(), double.CreateChecked);
        double[] b = Array.ConvertAll(golden.In("B").Value.ToArray(), double.CreateChecked);
        double step = double.CreateChecked(golden.In("dt").Value.Item());
        DenseSystem held = DenseDiscretization.ZeroOrderHold(a, b, aShape[0], bShape[1], step);
        golden.Output("A_zoh", Real<T>(held.A, aShape.Sizes));
        golden.Output("B_zoh", Real<T>(held.B, bShape.Sizes));
        DenseSystem bilinear = DenseDiscretization.Bilinear(a, b, aShape[0], bShape[1], step);
        golden.Output("A_bilinear", Real<T>(bilinear.A, aShape.Sizes));
        golden.Output("B_bilinear", Real<T>(bilinear.B, bShape.Sizes));
    }
}
