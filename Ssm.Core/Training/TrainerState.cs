namespace Ssm.Core.Training;

/// <summary>Where a run is: what a resumed one needs beside parameters, buffers and the optimiser's memory.</summary>
internal sealed class TrainerState
{
    /// <summary>Epochs done.</summary>
    internal int Epoch { get; set; }

    /// <summary>Steps done in the running epoch.</summary>
    internal int Step { get; set; }

    /// <summary>Labels seen in the running epoch: one a sequence, or one for each step that has one.</summary>
    internal int Seen { get; set; }

    /// <summary>How many of them were right.</summary>
    internal int Right { get; set; }

    /// <summary>The sum of their losses.</summary>
    internal double LossSum { get; set; }

    /// <summary>Training sequences seen in the whole run.</summary>
    internal long Samples { get; set; }

    /// <summary>Seconds spent in training steps.</summary>
    internal double StepSeconds { get; set; }

    /// <summary>Seconds spent, evaluations included.</summary>
    internal double Seconds { get; set; }

    /// <summary>The epochs that are done.</summary>
    internal List<EpochResult> Curve { get; } = [];

    internal double SamplesPerSecond => StepSeconds > 0 ? Samples / StepSeconds : 0;

    internal void StartEpoch()
    {
        Epoch++;
        (Step, Seen, Right, LossSum) = (0, 0, 0, 0);
    }
}
