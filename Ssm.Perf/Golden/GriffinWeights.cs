using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;

namespace Ssm.Perf.Golden;

/// <summary>Gives the parts of Griffin their values, under the names of recurrentgemma's PyTorch modules.</summary>
/// <param name="golden">The case whose parameters they are.</param>
internal sealed class GriffinWeights<T>(GoldenCase<T> golden)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal void Load(RgLru<T> layer, string prefix)
    {
        golden.Load(layer.Lambda, () => golden.P($"{prefix}a_param"));
        Load((BlockDiagonalLinear<T>)layer.InputGate, $"{prefix}input_gate.");
        Load((BlockDiagonalLinear<T>)layer.RecurrenceGate, $"{prefix}a_gate.");
    }

    internal void Load(BlockDiagonalLinear<T> layer, string prefix)
    {
        golden.Load(layer.Weight, () => golden.P($"{prefix}w"));
        golden.Load(layer.Bias, () => golden.P($"{prefix}b"));
    }

    internal void Load(Linear<T> layer, string prefix)
    {
        golden.Load(layer.Weight, () => golden.P($"{prefix}weight"));
        if (layer.Bias is { } bias)
        {
            golden.Load(bias, () => golden.P($"{prefix}bias"));
        }
    }

    internal void Load(GriffinRecurrent<T> block, string prefix)
    {
        Load(block.GateInput, $"{prefix}linear_y.");
        Load(block.Input, $"{prefix}linear_x.");
        Load(block.Output, $"{prefix}linear_out.");
        golden.Load(block.Convolution.Weight, () => golden.P($"{prefix}conv_1d.w"));
        golden.Load(block.Convolution.Bias!, () => golden.P($"{prefix}conv_1d.b"));
        Load((RgLru<T>)block.Layer, $"{prefix}rg_lru.");
    }

    internal void Load(LocalAttention<T> block, string prefix)
    {
        Load(block.Query, $"{prefix}proj_q.");
        Load(block.Key, $"{prefix}proj_k.");
        Load(block.Value, $"{prefix}proj_v.");
        Load(block.Output, $"{prefix}proj_final.");
    }

    internal void Load(GatedMlp<T> mlp, string prefix)
    {
        golden.Load(mlp.Gate.Weight, () => Op.Transpose(Op.Select(golden.P($"{prefix}ffw_up.w"), 0, 0)));
        golden.Load(mlp.Up.Weight, () => Op.Transpose(Op.Select(golden.P($"{prefix}ffw_up.w"), 0, 1)));
        golden.Load(mlp.Gate.Bias!, () => Bias(0));
        golden.Load(mlp.Up.Bias!, () => Bias(1));
        Load(mlp.Down, $"{prefix}ffw_down.");

        // (2, 1, 1, F).
        Variable<T> Bias(int branch)
        {
            Variable<T> bias = Op.Select(golden.P($"{prefix}ffw_up.b"), 0, branch);
            return Op.Reshape(bias, [bias.Shape.Count]);
        }
    }

    internal void Load(RmsNorm<T> norm, string prefix) => golden.Load(norm.Weight, () => golden.P($"{prefix}scale"));

    internal void Load(GriffinBlock<T> block, string prefix)
    {
        Load((RmsNorm<T>)block.Temporal.Normalization, $"{prefix}temporal_pre_norm.");
        Load((RmsNorm<T>)block.Channel.Normalization, $"{prefix}channel_pre_norm.");
        Load((GatedMlp<T>)block.Channel.Layer, $"{prefix}mlp_block.");
        if (block.Temporal.Layer is LocalAttention<T> attention)
        {
            Load(attention, $"{prefix}attention_block.");
        }
        else
        {
            Load((GriffinRecurrent<T>)block.Temporal.Layer, $"{prefix}recurrent_block.");
        }
    }

    internal void Load(LanguageModel<T> model)
    {
        golden.Load(model.Embedding.Table, () => golden.P("embedder.input_embedding"));
        Load((RmsNorm<T>)model.FinalNorm, "final_norm.");
        for (int i = 0; i < model.Blocks.Layers.Count; i++)
        {
            Load((GriffinBlock<T>)model.Blocks.Layers[i], $"blocks.{i}.");
        }
    }
}
