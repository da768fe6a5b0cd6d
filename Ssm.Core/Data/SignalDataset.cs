using System.Numerics;

namespace Ssm.Core.Data;

/// <summary>Signals with one label each: numbers over time, one or more channels.</summary>
public sealed class SignalDataset : SequenceDataset
{
    private readonly float[] _inputs;

    /// <summary>Takes signals that all have the full length.</summary>
    /// <param name="name">What the data is.</param>
    /// <param name="length">L, the number of time steps.</param>
    /// <param name="channels">D, the numbers per time step.</param>
    /// <param name="classes">The number of labels.</param>
    /// <param name="inputs">The signals, (Count, L, D). Not copied: do not change them afterwards.</param>
    /// <param name="labels">The label of each, (Count). Not copied: do not change them afterwards.</param>
    /// <exception cref="ArgumentException">A size or a label does not fit.</exception>
    public SignalDataset(string name, int length, int channels, int classes, float[] inputs, int[] labels)
        : this(name, length, channels, classes, inputs, FullLengths(length, labels), labels)
    {
    }

    /// <summary>Takes signals of different lengths, padded at their ends.</summary>
    /// <param name="name">What the data is.</param>
    /// <param name="length">L, the number of time steps of the longest.</param>
    /// <param name="channels">D, the numbers per time step.</param>
    /// <param name="classes">The number of labels.</param>
    /// <param name="inputs">The signals, (Count, L, D). Not copied: do not change them afterwards.</param>
    /// <param name="lengths">The time steps of each that are no padding, (Count). Not copied.</param>
    /// <param name="labels">The label of each, (Count). Not copied.</param>
    /// <exception cref="ArgumentException">A size, a length or a label does not fit.</exception>
    public SignalDataset(
        string name, int length, int channels, int classes, float[] inputs, int[] lengths, int[] labels)
        : base(name, length, classes, lengths, labels)
    {
        DataGuard.AtLeast(channels, 1, name);
        DataGuard.Length(inputs.LongLength, (long)Count * length * channels, name);
        (Channels, _inputs) = (channels, inputs);
    }

    /// <summary>D, the numbers per time step.</summary>
    public int Channels { get; }

    /// <summary>All signals, (Count, L, D).</summary>
    public ReadOnlySpan<float> Inputs => _inputs;

    /// <summary>Copies some signals, converted to <typeparamref name="T"/>.</summary>
    /// <param name="indices">Which signals, (B).</param>
    /// <param name="inputs">Receives them, (B, L, D).</param>
    /// <exception cref="ArgumentException">The sizes differ, or there is no such signal.</exception>
    public void CopyInputs<T>(ReadOnlySpan<int> indices, Span<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int row = Length * Channels;
        CheckIndices(indices, nameof(CopyInputs));
        DataGuard.Length(inputs.Length, (long)indices.Length * row, nameof(CopyInputs));
        for (int i = 0; i < indices.Length; i++)
        {
            ReadOnlySpan<float> source = Row(indices[i]);
            Span<T> target = inputs.Slice(i * row, row);
            for (int j = 0; j < source.Length; j++)
            {
                target[j] = T.CreateTruncating(source[j]);
            }
        }
    }

    /// <inheritdoc/>
    public override SignalDataset Subset(ReadOnlySpan<int> indices)
    {
        float[] inputs = new float[checked(indices.Length * Length * Channels)];
        CopyInputs<float>(indices, inputs);
        return new SignalDataset(
            Name, Length, Channels, Classes, inputs, GatherLengths(indices), GatherLabels(indices));
    }

    /// <summary>The same signals with their time steps in another order, as for permuted sequential MNIST.</summary>
    /// <param name="order">Step t of the result is step order[t] of this; each of 0 … L − 1 once.</param>
    /// <exception cref="ArgumentException">The order is no permutation, or a signal is padded.</exception>
    public SignalDataset Permute(ReadOnlySpan<int> order)
    {
        DataGuard.Length(order.Length, Length, nameof(Permute));
        bool[] seen = new bool[Length];
        for (int t = 0; t < order.Length; t++)
        {
            DataGuard.Within(order[t], 0, Length - 1, nameof(Permute), nameof(order), t);
            if (seen[order[t]])
            {
                throw new ArgumentException(
                    $"Permute: 'order' has {order[t]} twice, expected each step once.", nameof(order));
            }

            seen[order[t]] = true;
        }

        if (Lengths.ContainsAnyExcept(Length))
        {
            throw new ArgumentException($"Permute: '{Name}' has padded signals, expected all to be {Length} long.");
        }

        float[] inputs = new float[_inputs.Length];
        for (int i = 0; i < Count; i++)
        {
            ReadOnlySpan<float> source = Row(i);
            Span<float> target = inputs.AsSpan(i * Length * Channels, Length * Channels);
            for (int t = 0; t < order.Length; t++)
            {
                source.Slice(order[t] * Channels, Channels).CopyTo(target[(t * Channels)..]);
            }
        }

        return new SignalDataset(Name, Length, Channels, Classes, inputs, Labels.ToArray());
    }

    private static int[] FullLengths(int length, int[] labels)
    {
        int[] lengths = new int[labels.Length];
        Array.Fill(lengths, length);
        return lengths;
    }

    private ReadOnlySpan<float> Row(int index) => _inputs.AsSpan(index * Length * Channels, Length * Channels);
}
