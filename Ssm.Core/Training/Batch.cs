using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Data;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Some sequences of a dataset, on a device: signals or tokens, their lengths, their labels.</summary>
public sealed class Batch<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Variable<T>? _signals;
    private readonly Indices? _tokens;

    /// <summary>Copies sequences out of a dataset.</summary>
    /// <remarks>
    /// Signals keep the dataset's length; tokens are padded to the longest of the batch, for positions that are all
    /// padding would cost work and change nothing.
    /// </remarks>
    /// <param name="data">The dataset.</param>
    /// <param name="indices">Which sequences, (B): one or more.</param>
    /// <param name="backend">The device.</param>
    /// <exception cref="ArgumentException">There are no indices, or one is of no sequence.</exception>
    public Batch(SequenceDataset data, ReadOnlySpan<int> indices, IBackend<T> backend)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(backend);
        TrainingGuard.AtLeast(indices.Length, 1, nameof(Batch<>));
        int count = indices.Length;
        int[] numbers = new int[count];
        data.CopyLengths(indices, numbers);
        Lengths = new Indices(numbers, [count]);
        LabelCount = data.CountLabels(indices);
        int steps = data.Length;
        switch (data)
        {
            case SignalDataset signals:
                T[] inputs = new T[checked(count * signals.Length * signals.Channels)];
                signals.CopyInputs<T>(indices, inputs);
                _signals = NdArray<T>.From(inputs, [count, signals.Length, signals.Channels], backend);
                break;
            case TokenDataset tokens:
                steps = Math.Max(1, tokens.LongestOf(indices));
                int[] ids = new int[checked(count * steps)];
                tokens.CopyTokens(indices, steps, ids);
                _tokens = new Indices(ids, [count, steps]);
                break;
            default:
                throw new ArgumentException($"Batch: '{data.Name}' has neither signals nor tokens.", nameof(data));
        }

        if (data.LabelsOf == LabelsOf.Step)
        {
            int[] labels = new int[checked(count * steps)];
            data.CopyStepLabels(indices, steps, labels);
            Labels = new Indices(labels, [count, steps]);
        }
        else
        {
            data.CopyLabels(indices, numbers);
            Labels = new Indices(numbers, [count]);
        }
    }

    /// <summary>B, the number of sequences.</summary>
    public int Count => Labels.Shape[0];

    /// <summary>Whether the sequences are tokens.</summary>
    public bool HasTokens => _tokens is not null;

    /// <summary>The signals, (B, L, D).</summary>
    /// <exception cref="InvalidOperationException">The sequences are tokens.</exception>
    public Variable<T> Signals => _signals ?? throw new InvalidOperationException(
        "Batch: the sequences are tokens, expected signals; the model needs an embedding before its first layer.");

    /// <summary>The tokens, (B, L), padded at their ends.</summary>
    /// <exception cref="InvalidOperationException">The sequences are signals.</exception>
    public Indices Tokens => _tokens ?? throw new InvalidOperationException(
        "Batch: the sequences are signals, expected tokens; the model needs a linear map before its first layer.");

    /// <summary>The length of each sequence without its padding, (B).</summary>
    public Indices Lengths { get; }

    /// <summary>The label of each sequence, (B); or of each step, (B, L), −1 where there is none.</summary>
    public Indices Labels { get; }

    /// <summary>The number of labels, of which there is one or more.</summary>
    public int LabelCount { get; }
}
