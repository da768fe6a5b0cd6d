using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>A linear map whose matrix is block-diagonal: each group of channels has a small map of its own.</summary>
/// <remarks>
/// y[g] = x[g] W[g] + b[g], the channels cut into G groups in order, W[g] as (in, out). The gates of the RG-LRU: De et
/// al., 2024, arXiv:2402.19427; google-deepmind/recurrentgemma <c>torch/layers.py</c>, BlockDiagonalLinear. Shapes: E
/// channels, G groups, K = E/G.
/// </remarks>
public sealed class BlockDiagonalLinear<T> : PositionwiseLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A layer with weights from N(0, 1/K) and no bias yet: zeros.</summary>
    /// <param name="channels">Channels, E.</param>
    /// <param name="groups">Groups, G, a divisor of E.</param>
    /// <param name="random">Where the weights are drawn from.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">The groups do not divide the channels.</exception>
    public BlockDiagonalLinear(int channels, int groups, RandomSource random, IBackend<T>? backend = null)
        : this(channels, groups, backend, Given.NotNull(random))
    {
    }

    private BlockDiagonalLinear(int channels, int groups, IBackend<T>? backend, RandomSource? random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        if (groups < 1 || channels % groups != 0)
        {
            throw new ArgumentException(
                $"BlockDiagonalLinear: {groups} groups do not divide {channels} channels; choose a divisor.",
                nameof(groups));
        }

        int width = channels / groups;
        Channels = channels;
        Groups = groups;
        Weight = AddParameter("w", Weights.Normal([groups, width, width], width, random, backend));
        Bias = AddParameter("b", NdArray<T>.Zeros([groups, width], backend), ParameterKind.NoDecay);
    }

    /// <summary>Channels, E.</summary>
    public int Channels { get; }

    /// <summary>Groups, G.</summary>
    public int Groups { get; }

    /// <summary>W, (G, K, K), each as (in, out).</summary>
    public Variable<T> Weight { get; }

    /// <summary>b, (G, K).</summary>
    public Variable<T> Bias { get; }

    /// <summary>A layer of zeros, to be loaded.</summary>
    internal static BlockDiagonalLinear<T> OfZeros(int channels, int groups, IBackend<T>? backend) =>
        new(channels, groups, backend, random: null);

    /// <summary>(B, L, E) to (B, L, E).</summary>
    /// <inheritdoc/>
    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        RequireInput(nameof(BlockDiagonalLinear<>), u, Channels);
        int rows = u.Shape[0] * u.Shape[1], width = Channels / Groups;
        Variable<T> bias = Op.Reshape(Bias, [Channels]);
        if (Groups == 1)
        {
            return Op.MatMul(u, Op.Reshape(Weight, [width, width])) + bias;
        }

        // One batch of products: groups first, then back between the rows.
        Variable<T> groups = Op.Permute(Op.Reshape(u, [rows, Groups, width]), 1, 0, 2);         // (G, B·L, K)
        Variable<T> y = Op.Permute(Op.MatMul(groups, Weight), 1, 0, 2);                         // (B·L, G, K)
        return Op.Reshape(y, u.Shape) + bias;
    }

    /// <inheritdoc/>
    public override Stepper<T> CreateStepper() => new BlockDiagonalStepper(this);

    private sealed class BlockDiagonalStepper(BlockDiagonalLinear<T> layer) : Stepper<T>
    {
        private readonly T[] _weight = layer.Weight.Value.ToArray();
        private readonly T[] _bias = layer.Bias.Value.ToArray();
        private readonly T[] _output = new T[layer.Channels];
        private readonly int _width = layer.Channels / layer.Groups;

        public override int InputSize => _output.Length;

        public override int OutputSize => _output.Length;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            MatMulShape shape = new(1, _width, _width);
            for (int at = 0, block = 0; at < _output.Length; at += _width, block += _width * _width)
            {
                MatMul.Affine<T, Identity<T>>(
                    u.Slice(at, _width), _weight.AsSpan(block, _width * _width), _bias.AsSpan(at, _width), default,
                    _output.AsSpan(at, _width), shape, threads: 1);
            }

            _output.CopyTo(y);
        }
    }
}
