using System.Numerics;
using Ssm.Core.Discretization;
using Ssm.Core.Initialization;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Core.Scaffolding;

/// <summary>The published block around H3: x + H3(norm(x)), then x + MLP(norm(x)).</summary>
/// <remarks>
/// Layer norms with ε = 1e-5, an MLP of four times the width with the GELU by tanh: HazyResearch/H3
/// <c>src/models/ssm_seq.py</c>. A composition of parts: others can be put together in the same way.
/// </remarks>
public static class H3Block
{
    /// <summary>A block with the published state spaces: shift, and diagonal with the bilinear rule.</summary>
    /// <param name="channels">Channels, H.</param>
    /// <param name="order">States of both state spaces as real systems, N; even.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="headSize">Channels of a head, d.</param>
    /// <param name="dropout">Dropout rate of what both layers add.</param>
    /// <param name="backend">The device.</param>
    public static LayerSequence<T> Create<T>(
        int channels, int order, RandomSource random, int headSize = 1, double dropout = 0,
        IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(headSize, 1);
        S4DOptions diagonal = new() { Order = order, Discretization = DiscretizationMethod.Bilinear };
        H3<T> layer = new(
            channels,
            new ShiftSsm<T>(channels, order, random, backend),
            new S4D<T>(Math.Max(1, channels / headSize), diagonal, random, backend),
            random,
            headSize,
            backend);
        return Create(layer, channels, random, dropout, backend);
    }

    /// <summary>The block around an H3 layer of any state spaces.</summary>
    /// <param name="layer">The H3 layer.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="random">Where the weights of the MLP are drawn from.</param>
    /// <param name="dropout">Dropout rate of what both layers add.</param>
    /// <param name="backend">The device.</param>
    public static LayerSequence<T> Create<T>(
        H3<T> layer, int channels, RandomSource random, double dropout = 0, IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Mlp<T> mlp = new(channels, 4 * channels, Gelu.Tanh, random, backend: backend);
        return new LayerSequence<T>(
        [
            new Residual<T>(layer, new LayerNorm<T>(channels, 1e-5, backend), channels, dropout),
            new Residual<T>(mlp, new LayerNorm<T>(channels, 1e-5, backend), channels, dropout),
        ]);
    }

    /// <summary>Gives the linear maps of a block the initial weights of the published language models.</summary>
    /// <remarks>
    /// N(0, 0.02²), for the second map of the MLP over √(2·blocks), and biases of zero, as GPT-2:
    /// <c>_init_weights</c> of <c>src/models/ssm_seq.py</c>. The state spaces stay as they are.
    /// </remarks>
    /// <param name="block">A block made by <see cref="Create{T}(int, int, RandomSource, int, double, IBackend{T})"/>.
    /// </param>
    /// <param name="blocks">How many blocks the model has.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <exception cref="ArgumentException">The block has other parts.</exception>
    public static void InitializeAsPublished<T>(LayerSequence<T> block, int blocks, RandomSource random)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(block);
        ArgumentNullException.ThrowIfNull(random);
        ArgumentOutOfRangeException.ThrowIfLessThan(blocks, 1);
        foreach (SequenceLayer<T> layer in block.Layers)
        {
            switch ((layer as Residual<T>)?.Layer)
            {
                case H3<T> h3:
                    Draw(h3.Query, 1);
                    Draw(h3.Key, 1);
                    Draw(h3.Value, 1);
                    Draw(h3.Output, 1);
                    break;
                case Mlp<T> mlp:
                    Draw(mlp.Up, 1);
                    Draw(mlp.Down, 1 / Math.Sqrt(2 * blocks));
                    break;
                default:
                    throw new ArgumentException(
                        $"H3Block: 'block' has a {layer.GetType().Name}, expected residual connections around H3 and " +
                        "an MLP.",
                        nameof(block));
            }
        }

        void Draw(Linear<T> map, double factor)
        {
            T[] weights = new T[map.Weight.Shape.Count];
            Initializers.Normal<T>(weights, 0.02 * factor, random);
            map.Weight.Value.Assign(weights);
            map.Bias!.Value.Assign(new T[map.Outputs]);
        }
    }
}
