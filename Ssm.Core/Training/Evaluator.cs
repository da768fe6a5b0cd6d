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

            right += Op.Hits(logits, batch.Labels).Value.ToArray().Count(hit => hit == T.One);
            count += batch.LabelCount;
        }

        return new Evaluation(loss / count, (double)right / count, count);
    }
}
