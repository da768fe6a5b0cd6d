namespace Ssm.Core.Training;

/// <summary>What one step has measured.</summary>
/// <param name="Step">Which one of the epoch, from 0.</param>
/// <param name="Labels">The labels of its batch.</param>
/// <param name="Losses">The mean loss of each part of the batch.</param>
/// <param name="Shares">Each part's share of the batch.</param>
/// <param name="Right">How many labels were right.</param>
/// <param name="Norm">The joint norm of the gradients; 0 where it was not asked for.</param>
internal sealed record StepReading(
    int Step, int Labels, double[] Losses, double[] Shares, int Right, double Norm)
{
    /// <summary>The mean over the whole batch: of the parts' means, each weighed by its share.</summary>
    internal double Loss
    {
        get
        {
            double loss = 0;
            for (int part = 0; part < Losses.Length; part++)
            {
                loss += Shares[part] * Losses[part];
            }

            return loss;
        }
    }
}
