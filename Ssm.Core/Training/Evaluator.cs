using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Data;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Loss and accuracy of a model on data that it does not learn from; no tape is recorded.</summary>
public static class Evaluator
{
    /// <summary>Runs the model over all of a dataset, a batch at a time, in the order of the data.</summary>
    /// <param name="forward">The model.</param>
    /// <param name="data">The dataset.</param>
    /// <param name="batchSize">Sequences per batch: 1 or more.</param>
    /// <param name="backend">The device that the model is on.</param>
    /// <param name="cancellation">Looked at before each batch.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; nothing has changed.</exception>
    public static Evaluation Evaluate<T>(
        ClassifierForward<T> forward,
        SequenceDataset data,
        int batchSize,
        IBackend<T> backend,
        CancellationToken cancellation = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(data);
        EpochBatches batches = new BatchSampler(data.Count, batchSize, seed: 0).InOrder();
        double loss = 0;
        int right = 0, count = 0;
        for (int i = 0; i < batches.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            Batch<T> batch = new(data, batches[i], backend);
            Variable<T> logits = forward(batch, null);

            // A step without a label has loss 0.
            foreach (T row in Op.CrossEntropy(logits, batch.Labels).Value.ToArray())
            {
                loss += double.CreateChecked(row);
            }

            right += CountRight(logits.Value, batch.Labels);
            count += batch.LabelCount;
        }

        return new Evaluation(loss / count, (double)right / count, count);
    }

    /// <summary>How many rows have their greatest logit, the first of equals, at their label.</summary>
    internal static int CountRight<T>(NdArray<T> logits, Indices labels)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] values = logits.ToArray();
        int classes = logits.Shape[^1], right = 0;
        for (int i = 0; i < labels.Values.Length; i++)
        {
            ReadOnlySpan<T> row = values.AsSpan(i * classes, classes);
            int best = 0;
            for (int j = 1; j < row.Length; j++)
            {
                best = row[j] > row[best] ? j : best;
            }

            // A row of NaN has no greatest logit, so it is right for no label; a row without a label is never right.
            right += best == labels.Values[i] && !T.IsNaN(row[best]) ? 1 : 0;
        }

        return right;
    }
}
