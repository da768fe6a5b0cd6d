using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Initialization;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>A vector for every token of a vocabulary.</summary>
public sealed class Embedding<T> : Module<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>A table drawn from N(0, deviation²); 1 is PyTorch's default.</summary>
    /// <param name="vocabulary">Tokens, V.</param>
    /// <param name="channels">Channels, H.</param>
    /// <param name="random">Where the table is drawn from.</param>
    /// <param name="deviation">Standard deviation of the entries.</param>
    /// <param name="backend">The device.</param>
    public Embedding(
        int vocabulary, int channels, RandomSource random, double deviation = 1.0, IBackend<T>? backend = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentNullException.ThrowIfNull(random);
        T[] values = new T[vocabulary * channels];
        Initializers.Normal<T>(values, deviation, random);
        Table = AddParameter(
            "weight", NdArray<T>.From(values, [vocabulary, channels], backend), ParameterKind.NoDecay);
    }

    /// <summary>A table of given values, for models whose initialisation is another.</summary>
    internal Embedding(NdArray<T> table) => Table = AddParameter("weight", table, ParameterKind.NoDecay);

    /// <summary>The table, (V, H).</summary>
    public Variable<T> Table { get; }

    /// <summary>Tokens in the vocabulary.</summary>
    public int Vocabulary => Table.Shape[0];

    /// <summary>Channels of a vector.</summary>
    public int Channels => Table.Shape[1];

    /// <summary>Tokens (…) to vectors (…, H).</summary>
    public Variable<T> Forward(Indices tokens) => Op.Embedding(Table, tokens);

    /// <summary>One token at a time; the input sample is the token's number.</summary>
    public Stepper<T> CreateStepper() => new EmbeddingStepper(this);

    private sealed class EmbeddingStepper(Embedding<T> layer) : Stepper<T>
    {
        private readonly T[] _table = layer.Table.Value.ToArray();
        private readonly int _vocabulary = layer.Vocabulary;

        public override int InputSize => 1;

        public override int OutputSize { get; } = layer.Channels;

        public override int StateSize => 0;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            int token = int.CreateSaturating(u[0]);
            if ((uint)token >= (uint)_vocabulary || T.CreateChecked(token) != u[0])
            {
                throw new ArgumentException($"Embedding: token {u[0]}, expected a whole number 0 to " +
                    $"{_vocabulary - 1}.");
            }

            _table.AsSpan(token * OutputSize, OutputSize).CopyTo(y);
        }
    }
}
