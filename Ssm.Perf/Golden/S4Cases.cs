using System.Globalization;
using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of S4: kernel, convolution, recurrence and block of the diagonal-plus-low-rank system.
/// </summary>
internal static class S4Cases
{
    // The file keeps the mode −exp(A_real) − i·A_imag of each pair, the layer the other one: B, P, C and states are
    // conjugate.
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!golden.Has("in.u"))
        {
            Rates(golden);
            return true;
        }

        Variable<T> u = GoldenParts.SwapTime(golden.In("u"));
        int length = u.Shape[1], outputs = golden.ShapeOf("p.D")[0];
        S4<T> layer = Create(golden, length, outputs);
        golden.Load(layer.D, () => golden.P("D"));
        golden.Output("K", GoldenParts.SwapTime(layer.Kernel(length)));
        golden.Aux("C", GoldenParts.ViewAsReal(Op.Conjugate(layer.Output())));
        if (!layer.IsCausal || golden.Has("p.out_weight"))
        {
            Variable<T> y = layer.Forward(u);
            golden.Output("y", GoldenParts.SwapTime(golden.Has("p.out_weight") ? Block(golden, layer, y) : y));
            return true;
        }

        Recurrence(golden, layer, u);
        return true;
    }

    private static void Recurrence<T>(GoldenCase<T> golden, S4<T> layer, Variable<T> u)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape modes = [layer.Channels, layer.ARe.Shape[1]];
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

        (Variable<T> aBar, Variable<T> bBar, Variable<T> c) = layer.Discretize();
        (Variable<T> to, Variable<T> from) = Doubling(modes[1], golden.Backend);
        golden.Aux("dA", Op.MatMul(Op.MatMul(to, aBar), from));
        golden.Aux("dB", Op.Select(Op.MatMul(to, bBar), axis: 2, 0));
        golden.Aux("dC", Op.Permute(Op.MatMul(c, from), 1, 0, 2));
        (NdArray<T> stepped, NdArray<T> last) = GoldenParts.Step(layer.CreateStepper(), u.Value, state.Value);
        golden.Aux("step_y", GoldenParts.SwapTime<T>(stepped));
        Variable<T> x = GoldenParts.StateAsComplex<T>(last, modes);
        golden.Aux("step_state", Op.Concat(2, Op.Conjugate(x), x));
    }

    // The matrix from the layer's (Re x, Im x) to the file's (conj x, x), and its inverse.
    private static (Variable<T> To, Variable<T> From) Doubling<T>(int modes, IBackend<T> on)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int order = 2 * modes;
        T[] re = new T[order * order], im = new T[order * order], half = new T[order * order];
        T[] backward = new T[order * order];
        for (int n = 0; n < modes; n++)
        {
            int second = n + modes;
            re[(n * order) + n] = re[(second * order) + n] = T.One;
            (im[(n * order) + second], im[(second * order) + second]) = (-T.One, T.One);
            T share = T.CreateChecked(0.5);
            half[(n * order) + n] = half[(n * order) + second] = share;
            (backward[(second * order) + n], backward[(second * order) + second]) = (share, -share);
        }

        return (NdArray<T>.From(re, im, [order, order], on), NdArray<T>.From(half, backward, [order, order], on));
    }

    private static Variable<T> Block<T>(GoldenCase<T> golden, S4<T> layer, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = layer.Channels;
        GatedUnit<T> unit = new(channels, Glu.Full, Gelu.Erf, dropout: 0, new RandomSource(1), golden.Backend);
        golden.Load(unit.Value!.Weight, () => Op.Slice(golden.P("out_weight"), 0, 0, channels));
        golden.Load(unit.Gate!.Weight, () => Op.Slice(golden.P("out_weight"), 0, channels, channels));
        golden.Load(unit.Value.Bias!, () => Op.Slice(golden.P("out_bias"), 0, 0, channels));
        golden.Load(unit.Gate.Bias!, () => Op.Slice(golden.P("out_bias"), 0, channels, channels));
        return unit.Forward(y);
    }

    // K_rate_2 is the kernel for twice the time step, K_rate_half for half of it.
    private static void Rates<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        const string prefix = "K_rate_";
        int length = golden.Int("L");
        S4<T> layer = Create(golden, length, golden.ShapeOf("p.C_tilde")[0]);
        foreach (string name in golden.OutputNames.Where(n => n.StartsWith(prefix, StringComparison.Ordinal)))
        {
            string rate = name[prefix.Length..];
            double factor = rate == "half" ? 0.5 : double.Parse(rate, CultureInfo.InvariantCulture);
            int taps = (int)Math.Round(length / factor, MidpointRounding.ToEven);
            golden.Output(name, GoldenParts.SwapTime(layer.Resample(factor).Kernel(taps)));
        }
    }

    private static S4<T> Create<T>(GoldenCase<T> golden, int length, int outputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape dt = golden.ShapeOf("p.inv_dt"), a = golden.ShapeOf("p.A_real");
        S4Options options = new()
        {
            Order = 2 * a[1],
            Copies = a[0],
            Measure = golden.ShapeOf("p.P")[0] == 1 ? HippoMeasure.LegS : HippoMeasure.LegT,
            KernelLength = length,
            TieDt = dt[1] == 1,
            DtTransform = Transform.Exp,
            OutputChannels = outputs,
            Bidirectional = golden.ShapeOf("p.C_tilde")[0] == 2 * outputs,
        };
        S4<T> layer = new(dt[0], options, new RandomSource(1), golden.Backend);
        golden.Load(layer.Dt, () => golden.P("inv_dt"));
        golden.Load(layer.ARe, () => golden.P("A_real"));
        golden.Load(layer.AIm, () => golden.P("A_imag"));
        golden.Load(layer.B, () => Op.Select(Conjugate(golden.P("B")), axis: 0, 0));
        golden.Load(layer.P, () => Conjugate(golden.P("P")));
        golden.Load(layer.C, () => Conjugate(golden.P("C_tilde")));
        return layer;
    }

    // (…, 2) as the conjugate complex (…).
    private static Variable<T> Conjugate<T>(Variable<T> stored)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Conjugate(GoldenParts.ViewAsComplex(stored));
}
