using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;

namespace Ssm.Tests.Core;

/// <summary>The RG-LRU, local attention and the blocks around them, small, for the tests of all layers.</summary>
internal static class GriffinZoo
{
    internal static IEnumerable<SequenceLayerZoo.Entry> Causal() =>
    [
        new("RG-LRU", 6, (random, on) => new RgLru<double>(6, new RgLruOptions { GateBlocks = 2 }, random, on)),
        new("RG-LRU one channel", 1, (random, on) => new RgLru<double>(1, new RgLruOptions(), random, on)),
        new("RG-LRU of the paper, one block", 5, (random, on) => new RgLru<double>(
            5, new RgLruOptions { Init = RgLruInit.Paper, LargestSlope = double.PositiveInfinity }, random, on)),
        new("RG-LRU of ssm-benchmark", 4, (random, on) => new RgLru<double>(4, RgLruOptions.SsmBenchmark, random, on)),
        new("norm by length", 5, (_, on) => new L2Norm<double>(5, backend: on)),
        new("gated MLP", 4, (random, on) => new GatedMlp<double>(4, 7, new GatedMlpOptions(), random, on)),
        new("gated MLP by erf, no bias", 3, (random, on) => new GatedMlp<double>(
            3, 5, new GatedMlpOptions { Gelu = Gelu.Erf, Bias = false }, random, on)),
        Attention(heads: 2, window: 5),
        Attention(heads: 1, window: 1),
        Attention(heads: 2, window: 8),
        new("Griffin's recurrent block", 4, (random, on) => new GriffinRecurrent<double>(
            new RgLru<double>(6, new RgLruOptions { GateBlocks = 3 }, random, on), 4, 6, new GriffinRecurrentOptions(),
            random, on)),
        new("Griffin's recurrent block around an S5, one tap", 4, (random, on) => new GriffinRecurrent<double>(
            new S5<double>(6, new S5Options { StateSize = 8 }, random, on), 4, 6,
            new GriffinRecurrentOptions { ConvolutionWidth = 1, ConvolutionVariance = 1 }, random, on)),
        new("Griffin's block of attention, learned skips", 8, (random, on) => new GriffinBlock<double>(
            new LocalAttention<double>(8, new LocalAttentionOptions { Heads = 2, Window = 3 }, random, on),
            new GatedMlp<double>(8, 10, new GatedMlpOptions(), random, on),
            8,
            new GriffinBlockOptions { LearnedSkip = true },
            on)),
        new("Hawk's block of ssm-benchmark", 4, (random, on) => HawkBlock.Create<double>(
            4, new HawkBlockOptions { InnerChannels = 6 }, random, on)),
        new("block with a learned skip", 4, (random, on) => new ResidualBlock<double>(
            new Lru<double>(4, new LruOptions { Modes = 5 }, random, on), 4, new BlockOptions { LearnedSkip = true },
            random, on)),
    ];

    private static SequenceLayerZoo.Entry Attention(int heads, int window) => new(
        $"local attention, {heads} heads, window {window}", 8, (random, on) => new LocalAttention<double>(
            8, new LocalAttentionOptions { Heads = heads, Window = window }, random, on));
}
