using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Implementation;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;
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

    // The file keeps the mode −f(A_real) − i·A_imag of each pair, the layer the other one: B, C and states are
    // conjugate.
    private static bool Diagonal<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.ShapeOf("p.C")[0] != 1)
        {
            return false;
        }

        if (GoldenParts.Discretization(golden.Text("disc")) is not { } method)
        {
            return golden.Text("disc") == "dss" && Softmax(golden);
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

    // Straight from the leaves: this kernel belongs to no layer.
    private static bool Softmax<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Bool("is_real") || golden.Has("in.state"))
        {
            return false;
        }

        Variable<T> lambda = Eigenvalues.NegativeReal(
            golden.P("A_real"),
            golden.P("A_imag"),
            GoldenParts.Transform(golden.Text("real_transform")),
            GoldenParts.Transform(golden.Text("imag_transform")));
        Variable<T> c = Conjugate(golden.P("C"), real: false);
        Variable<T> weights = c * Tile(Conjugate(golden.P("B"), real: false), c.Shape);
        Variable<T> dt = GoldenParts.Transform(golden.Text("dt_transform")).Apply(golden.P("inv_dt"));
        Variable<T> u = GoldenParts.SwapTime(golden.In("u"));
        Variable<T> kernel = DssKernel.Softmax(Tile(lambda, c.Shape), dt, weights, u.Shape[1]);
        Variable<T> transposed = Op.Transpose(kernel);
        golden.Output("K", Op.Reshape(transposed, [1, .. transposed.Shape.Sizes]));
        Variable<T> d = Op.Select(golden.P("D"), axis: 0, 0);
        golden.Output("y", GoldenParts.SwapTime(Op.CausalConvolution(u, kernel) + (d * u)));
        return true;
    }

    // Channel h uses copy h mod the number of copies.
    private static Variable<T> Tile<T>(Variable<T> copies, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Reshape(
            Op.BroadcastTo(copies, [shape[0] / copies.Shape[0], copies.Shape[0], shape[1]]), shape);

    private static S4D<T> Create<T>(GoldenCase<T> golden, DiscretizationMethod method)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape a = golden.ShapeOf("p.A_real");
        S4DOptions options = new()
        {
            Order = 2 * a[1],
            Copies = a[0],
            Discretization = method,
            TieDt = golden.ShapeOf("p.inv_dt")[1] == 1,
            DtTransform = GoldenParts.Transform(golden.Text("dt_transform")),
            RealTransform = GoldenParts.Transform(golden.Text("real_transform")),
            ImagTransform = GoldenParts.Transform(golden.Text("imag_transform")),
            RealValued = golden.Bool("is_real"),
        };
        S4D<T> layer = new(golden.ShapeOf("p.D")[1], options, new RandomSource(1), golden.Backend);
        golden.Load(layer.Dt, () => golden.P("inv_dt"));
        golden.Load(layer.ARe, () => golden.P("A_real"));
        golden.Load(layer.D, () => Op.Select(golden.P("D"), axis: 0, 0));
        golden.Load(layer.B, () => Conjugate(golden.P("B"), options.RealValued));
        golden.Load(layer.C, () => Conjugate(golden.P("C"), options.RealValued));
        if (layer.AIm is { } imaginary)
        {
            golden.Load(imaginary, () => golden.P("A_imag"));
        }

        return layer;
    }

    // (1, …, 2) as the conjugate complex (…); (1, …) of a real-valued layer as (…).
    private static Variable<T> Conjugate<T>(Variable<T> stored, bool real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = Op.Select(stored, axis: 0, 0);
        return real ? x : Op.Conjugate(GoldenParts.ViewAsComplex(x));
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
