using System.Numerics;
using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>Makes the blocks of a Griffin, drawn or as zeros where there is no source of random numbers.</summary>
internal sealed class GriffinParts<T>(GriffinOptions options, RandomSource? random, IBackend<T>? backend)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal SequenceLayer<T> Block(GriffinBlockKind kind) => new GriffinBlock<T>(
        kind switch
        {
            GriffinBlockKind.Recurrent => Recurrent(),
            GriffinBlockKind.Attention => Attention(),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "GriffinModel: there is no such block."),
        },
        Mlp(),
        options.Width,
        new GriffinBlockOptions(),
        backend);

    private GriffinRecurrent<T> Recurrent()
    {
        int width = options.RecurrenceWidth;
        RgLruOptions unit = new() { GateBlocks = options.Heads };
        GriffinRecurrentOptions block = new()
        {
            ConvolutionWidth = options.ConvolutionWidth,
            ModelLayers = options.Blocks.Count,
        };
        return random is null
            ? GriffinRecurrent<T>.OfZeros(
                RgLru<T>.OfZeros(width, unit, backend), options.Width, width, block, backend)
            : new GriffinRecurrent<T>(
                new RgLru<T>(width, unit, random, backend), options.Width, width, block, random, backend);
    }

    private LocalAttention<T> Attention()
    {
        LocalAttentionOptions attention = new()
        {
            Heads = options.Heads,
            Window = options.Window,
            ModelLayers = options.Blocks.Count,
        };
        return random is null
            ? LocalAttention<T>.OfZeros(options.Width, attention, backend)
            : new LocalAttention<T>(options.Width, attention, random, backend);
    }

    private GatedMlp<T> Mlp()
    {
        GatedMlpOptions mlp = new() { ModelLayers = options.Blocks.Count };
        return random is null
            ? GatedMlp<T>.OfZeros(options.Width, options.MlpWidth, mlp, backend)
            : new GatedMlp<T>(options.Width, options.MlpWidth, mlp, random, backend);
    }
}
