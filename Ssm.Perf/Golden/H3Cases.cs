using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of H3: the kernels of its two state spaces, the layer and its steps.</summary>
internal static class H3Cases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (GoldenParts.Discretization(golden.Text("disc")) is not { } method)
        {
            return false;
        }

        ShiftSsm<T> shift = Shift(golden);
        S4D<T> inner = Diagonal(golden, method);
        H3<T> layer = new(shift.Channels, shift, inner, new RandomSource(1), golden.Int("head_dim"), golden.Backend);
        Load(golden, layer.Query, "q_proj");
        Load(golden, layer.Key, "k_proj");
        Load(golden, layer.Value, "v_proj");
        Load(golden, layer.Output, "output_linear");

        Variable<T> u = golden.In("u");
        golden.Output("K_shift", Kernel(shift.Kernel(u.Shape[1])));
        golden.Output("K_diag", Kernel(inner.Kernel(u.Shape[1])));
        golden.Output("y", layer.Forward(u));
        if (golden.Has("aux.step_y"))
        {
            NdArray<T> start = layer.ZeroState(u.Shape[0]).Value;
            (NdArray<T> y, NdArray<T> state) = GoldenParts.Step(layer.CreateStepper(), u.Value, start);
            golden.Aux("step_y", y);
            Variable<T> first = Op.Slice<T>(state, 1, 0, shift.StateSize);
            golden.Aux("state_shift", Op.Reshape(first, [u.Shape[0], shift.Channels, shift.Order]));
            Variable<T> second = Op.Slice<T>(state, 1, shift.StateSize, inner.StateSize);
            golden.Aux("state_diag", GoldenParts.StateAsComplex(second, inner.C.Shape));
        }

        return true;
    }

    private static ShiftSsm<T> Shift<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string prefix = "ssm_k_kernel.kernel.";
        Shape b = golden.ShapeOf($"p.{prefix}B");
        ShiftSsm<T> shift = new(b[0], b[1], new RandomSource(1), golden.Backend);
        golden.Load(shift.B, () => golden.P($"{prefix}B"));
        golden.Load(shift.C, () => Op.Select(golden.P($"{prefix}C"), axis: 0, 0));
        golden.Load(shift.D, () => golden.P("ssm_k_D"));
        return shift;
    }

    private static S4D<T> Diagonal<T>(GoldenCase<T> golden, DiscretizationMethod method)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string prefix = "kernel.kernel.";
        Shape a = golden.ShapeOf($"p.{prefix}inv_A_real");
        int heads = golden.ShapeOf("p.D")[0];
        S4DOptions options = new()
        {
            Order = 2 * a[1],
            Copies = a[0],
            Discretization = method,
            DtTransform = Transform.Exp,
        };
        S4D<T> inner = new(heads, options, new RandomSource(1), golden.Backend);
        golden.Load(inner.Dt, () => Op.Reshape(golden.P($"{prefix}log_dt"), [heads, 1]));
        golden.Load(inner.ARe, () => golden.P($"{prefix}inv_A_real"));
        golden.Load(inner.AIm!, () => golden.P($"{prefix}A_imag"));
        golden.Load(inner.B, () => GoldenParts.ViewAsComplex(golden.P($"{prefix}B")));
        golden.Load(inner.C, () => Op.Select(GoldenParts.ViewAsComplex(golden.P($"{prefix}C")), axis: 0, 0));
        golden.Load(inner.D, () => golden.P("D"));
        return inner;
    }

    // (L, H) as the file's (1, H, L).
    private static Variable<T> Kernel<T>(Variable<T> kernel)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Reshape(Op.Transpose(kernel), [1, kernel.Shape[1], kernel.Shape[0]]);

    private static void Load<T>(GoldenCase<T> golden, Linear<T> layer, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        golden.Load(layer.Weight, () => golden.P($"{name}.weight"));
        golden.Load(layer.Bias!, () => golden.P($"{name}.bias"));
    }
}
