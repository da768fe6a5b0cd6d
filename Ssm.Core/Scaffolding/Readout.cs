namespace Ssm.Core.Scaffolding;

/// <summary>Where a classifier's logits come from.</summary>
public enum Readout
{
    /// <summary>The mean over a sequence's steps: the tasks of the Long Range Arena.</summary>
    Mean,

    /// <summary>A sequence's last step: an answer that is asked for at the end.</summary>
    Last,

    /// <summary>Each step for itself: answers on the way, labels of steps.</summary>
    EachStep,
}
