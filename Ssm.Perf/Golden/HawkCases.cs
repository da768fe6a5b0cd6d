using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of Hawk as ssm-benchmark writes it: the recurrent half, the block, initial values.</summary>
internal static class HawkCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Has("out.forget_base"))
        {
            double[] lambda = RgLruInitialization.GridUniform(golden.Int("size"));
            golden.Output("forget_base", HippoCases.Real<T>(lambda, lambda.Length));
            return true;
        }

        bool whole = golden.Has("p.hawk_norm.gamma");
        string prefix = whole ? "hawk." : "";
        Shape output = golden.ShapeOf($"p.{prefix}output.weight");
        HawkBlockOptions options = new()
        {
            InnerChannels = output[1],
            MlpExpansion = whole ? golden.ShapeOf("p.hawk_gmlp.shrink.weight")[1] / output[0] : 1,
        };
        GriffinBlock<T> block = HawkBlock.Create<T>(output[0], options, new RandomSource(1), golden.Backend);
        GriffinRecurrent<T> recurrent = (GriffinRecurrent<T>)block.Temporal.Layer;
        Load(golden, recurrent, prefix);
        if (whole)
        {
            Load(golden, block);
        }

        golden.Output("y", whole ? block.Forward(golden.In("x")) : recurrent.Forward(golden.In("x")));
        return true;
    }

    // The two halves of an input weight, and of a gate's, are rows of one matrix.
    private static void Load<T>(GoldenCase<T> golden, GriffinRecurrent<T> block, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int inner = block.InnerChannels;
        RgLru<T> unit = (RgLru<T>)block.Layer;
        Linear<T> forget = (Linear<T>)unit.RecurrenceGate, input = (Linear<T>)unit.InputGate;
        golden.Load(block.GateInput.Weight, () => Half("input.weight", 0));
        golden.Load(block.Input.Weight, () => Half("input.weight", 1));
        golden.Load(forget.Weight, () => Half("gates.weight", 0));
        golden.Load(input.Weight, () => Half("gates.weight", 1));
        golden.Load(forget.Bias!, () => Half("gates.bias", 0));
        golden.Load(input.Bias!, () => Half("gates.bias", 1));
        golden.Load(unit.Lambda, () => golden.P($"{prefix}forget_base"));
        golden.Load(block.Output.Weight, () => golden.P($"{prefix}output.weight"));
        golden.Load(block.Convolution.Bias!, () => golden.P($"{prefix}conv.bias"));
        golden.Load(block.Convolution.Weight, () =>
            Op.Transpose(Op.Select(golden.P($"{prefix}conv.weight"), axis: 1, 0)));

        Variable<T> Half(string name, int half) => Op.Slice(golden.P($"{prefix}{name}"), 0, half * inner, inner);
    }

    private static void Load<T>(GoldenCase<T> golden, GriffinBlock<T> block)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GatedMlp<T> mlp = (GatedMlp<T>)block.Channel.Layer;
        int expanded = mlp.Gate.Outputs;
        golden.Load(((L2Norm<T>)block.Temporal.Normalization).Gamma, () => golden.P("hawk_norm.gamma"));
        golden.Load(((L2Norm<T>)block.Channel.Normalization).Gamma, () => golden.P("hawk_gmlp_norm.gamma"));
        golden.Load(mlp.Gate.Weight, () => Op.Slice(golden.P("hawk_gmlp.grow.weight"), 0, 0, expanded));
        golden.Load(mlp.Up.Weight, () => Op.Slice(golden.P("hawk_gmlp.grow.weight"), 0, expanded, expanded));
        golden.Load(mlp.Down.Weight, () => golden.P("hawk_gmlp.shrink.weight"));
    }
}
