using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of the blocks of Griffin: recurrent, attention, residual, and the rotary embedding.</summary>
internal static class GriffinCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Has("in.positions"))
        {
            RotaryEmbedding rotary = new(golden.In("x").Shape[3]);
            golden.Output("y", rotary.Apply(golden.In("x"), golden.Integers("in.positions")));
        }
        else if (golden.Has("p.temporal_pre_norm.scale"))
        {
            Residual(golden);
        }
        else if (golden.Has("p.proj_q.weight"))
        {
            Attention(golden);
        }
        else if (golden.Has("p.linear_y.weight"))
        {
            Recurrent(golden);
        }
        else
        {
            return false;
        }

        return true;
    }

    /// <summary>A chunk with documents that begin where the position is 0.</summary>
    internal static (Variable<T> Y, Variable<T> State) Forward<T>(
        SequenceLayer<T> layer, Variable<T> u, Variable<T> state, Indices positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length) = (positions.Shape[0], positions.Shape[1]);
        return layer.Forward(u, state, Segments.FromPositions(positions.Values, batch, length));
    }

    /// <summary>A sequence from its start: the form for whole sequences, unless documents begin in it.</summary>
    internal static Variable<T> Forward<T>(SequenceLayer<T> layer, Variable<T> u, Indices positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length) = (positions.Shape[0], positions.Shape[1]);
        return IsOneDocument(positions)
            ? layer.Forward(u)
            : layer.Forward(u, Segments.FromPositions(positions.Values, batch, length));
    }

    private static bool IsOneDocument(Indices positions)
    {
        for (int i = 0; i < positions.Values.Length; i++)
        {
            if (positions.Values[i] != i % positions.Shape[1])
            {
                return false;
            }
        }

        return true;
    }

    private static void Recurrent<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GriffinRecurrent<T> block = Recurrent(golden, "");
        new GriffinWeights<T>(golden).Load(block, "");
        (Variable<T> u, Variable<T> state) = Run(golden, block);
        int kept = block.Convolution.StateSize, taps = block.Convolution.Width - 1;
        golden.Output("conv1d_state", Op.Reshape(
            Op.Slice(state, 1, 0, kept), [u.Shape[0], taps, block.InnerChannels]));
        golden.Output("rg_lru_state", Op.Slice(state, 1, kept, block.InnerChannels));
    }

    private static void Attention<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        LocalAttention<T> block = Attention(golden, "");
        new GriffinWeights<T>(golden).Load(block, "");
        (Variable<T> u, Variable<T> state) = Run(golden, block);
        (Variable<T> keys, Variable<T> values, Variable<T> count) = Caches(block, state);
        golden.Output("cache_keys", keys);
        golden.Output("cache_values", values);
        golden.Output("cache_num_tokens", count);
    }

    /// <summary>The ring of keys and that of values, (B, window, 1, D), and the count, (B).</summary>
    internal static (Variable<T> Keys, Variable<T> Values, Variable<T> Count) Caches<T>(
        LocalAttention<T> block, Variable<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int batch = state.Shape[0], window = block.Options.Window, head = block.Rotary.HeadSize, ring = window * head;
        return (
            Op.Reshape(Op.Slice(state, 1, 0, ring), [batch, window, 1, head]),
            Op.Reshape(Op.Slice(state, 1, ring, ring), [batch, window, 1, head]),
            Op.Reshape(Op.Slice(state, 1, 2 * ring, 1), [batch]));
    }

    private static void Residual<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape up = golden.ShapeOf("p.mlp_block.ffw_up.w");
        GriffinBlock<T> block = new(
            golden.Text("block") == "attention"
                ? Attention(golden, "attention_block.")
                : Recurrent(golden, "recurrent_block."),
            new GatedMlp<T>(up[1], up[2], new GatedMlpOptions(), new RandomSource(1), golden.Backend),
            up[1],
            new GriffinBlockOptions(),
            golden.Backend);
        new GriffinWeights<T>(golden).Load(block, "");
        Run(golden, block);
    }

    // The whole sequence, and where there are no packed documents its steps one by one.
    private static (Variable<T> U, Variable<T> State) Run<T>(GoldenCase<T> golden, SequenceLayer<T> layer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> u = golden.In("x");
        Indices positions = golden.Integers("in.segment_pos");
        golden.Output("y", Forward(layer, u, positions));
        NdArray<T> zero = layer.ZeroState(u.Shape[0]).Value;
        if (golden.Has("aux.step_y"))
        {
            golden.Aux("step_y", GoldenParts.Step(layer.CreateStepper(), u.Value, zero).Y);
        }

        return (u, Forward(layer, u, zero, positions).State);
    }

    private static GriffinRecurrent<T> Recurrent<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape input = golden.ShapeOf($"p.{prefix}linear_x.weight");
        RandomSource random = new(1);
        RgLruOptions options = new() { GateBlocks = golden.ShapeOf($"p.{prefix}rg_lru.input_gate.w")[0] };
        return new GriffinRecurrent<T>(
            new RgLru<T>(input[0], options, random, golden.Backend), input[1], input[0],
            new GriffinRecurrentOptions { ConvolutionWidth = golden.ShapeOf($"p.{prefix}conv_1d.w")[0] }, random,
            golden.Backend);
    }

    private static LocalAttention<T> Attention<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape key = golden.ShapeOf($"p.{prefix}proj_k.weight");
        LocalAttentionOptions options = new() { Heads = key[1] / key[0], Window = golden.Int("window_size") };
        return new LocalAttention<T>(key[1], options, new RandomSource(1), golden.Backend);
    }
}
