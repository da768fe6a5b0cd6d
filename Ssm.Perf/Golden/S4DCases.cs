using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of S4D: the general diagonal kernel in its forms, and the small layer.</summary>
internal static class S4DCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        switch (golden.Id.Split('_')[0])
        {
            case "diag":
                return Diagonal(golden);
            case "s4d":
                Layer(golden);
                return true;
            default:
                return false;
        }
    }

    // The file keeps the mode −f(A_real) − i·A_imag of each pair, the layer the other one: B, C and states are conjugate.
    private static bool Diagonal<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (GoldenParts.Discretization(golden.Text("disc")) is not { } method || golden.ShapeOf("p.C")[0] != 1)
        {
            return false;
        }

        S4D<T> layer = Create(golden, method);
        Variable<T> u = GoldenParts.SwapTime(golden.In("u"));
        int length = u.Shape[1];
        Variable<T> kernel = Op.Transpose(layer.Kernel(length));
        golden.Output("K", Op.Reshape(kernel, [1, .. kernel.Shape.Sizes]));
        Shape modes = layer.C.Shape;
        Variable<T> state = layer.ZeroState(u.Shape[0]);
        if (golden.Has("in.state"))
        {
            state = GoldenParts.StateAsReal(Op.Conjugate(golden.In("state")));
            (Variable<T> y, Variable<T> next) = layer.Forward(u, state);
            golden.Output("y", GoldenParts.SwapTime(y));
            golden.Output("next_state", Op.Conjugate(GoldenParts.StateAsComplex(next, modes)));
        }
        else
        {
            golden.Output("y", GoldenParts.SwapTime(layer.Forward(u)));
        }

        (Variable<T> aBar, Variable<T> bBar) = layer.Discretize();
        golden.Aux("dA", Op.Conjugate(aBar));
        golden.Aux("dB", Op.Conjugate(bBar));
        (NdArray<T> stepped, NdArray<T> last) = GoldenParts.Step(layer.CreateStepper(), u.Value, state.Value);
        golden.Aux("step_y", GoldenParts.SwapTime<T>(stepped));
        golden.Aux("step_state", Op.Conjugate(GoldenParts.StateAsComplex<T>(last, modes)));
        return true;
    }

    private static S4D<T> Create<T>(GoldenCase<T> golden, DiscretizationMethod method)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape a = golden.ShapeOf("p.A_real");
        bool real = golden.Bool("is_real");
        S4DOptions options = new()
        {
            Order = 2 * a[1],
            Copies = a[0],
            Discretization = method,
            TieDt = golden.ShapeOf("p.inv_dt")[1] == 1,
            DtTransform = GoldenParts.Transform(golden.Text("dt_transform")),
            RealTransform = GoldenParts.Transform(golden.Text("real_transform")),
            ImagTransform = GoldenParts.Transform(golden.Text("imag_transform")),
        };
        S4D<T> layer = new(golden.ShapeOf("p.D")[1], options, new RandomSource(1));
        golden.Load(layer.Dt, () => golden.P("inv_dt"));
        golden.Load(layer.ARe, () => golden.P("A_real"));
        golden.Load(layer.D, () => Op.Select(golden.P("D"), axis: 0, 0));
        golden.Load(layer.B, () => Conjugate(golden.P("B"), real));
        golden.Load(layer.C, () => Conjugate(golden.P("C"), real));
        if (real)
        {
            layer.AIm.Value.Assign(NdArray<T>.Zeros(layer.AIm.Shape));
        }
        else
        {
            golden.Load(layer.AIm, () => golden.P("A_imag"));
        }

        return layer;
    }

    // (1, …, 2), or (1, …) of real numbers, as the conjugate complex (…).
    private static Variable<T> Conjugate<T>(Variable<T> stored, bool real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = Op.Select(stored, axis: 0, 0);
        return real
            ? Op.Complex(x, NdArray<T>.Zeros(x.Shape))
            : Op.Conjugate(GoldenParts.ViewAsComplex(x));
    }

    private static void Layer<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        S4DNames names = new("log_dt", "log_A_real", "A_imag", "C", "D", "out_weight", "out_bias");
        (S4D<T> layer, GatedUnit<T> unit) = names.Create(golden);
        names.Load(golden, layer, unit);
        Variable<T> u = GoldenParts.SwapTime(golden.In("u"));
        golden.Output("K", Op.Transpose(layer.Kernel(u.Shape[1])));
        golden.Output("y", GoldenParts.SwapTime(unit.Forward(layer.Forward(u))));
    }
}
