namespace Ssm.Core.Data;

/// <summary>What a label of a dataset is of.</summary>
public enum LabelsOf
{
    /// <summary>One label for a whole sequence: it is classified.</summary>
    Sequence,

    /// <summary>A label for each step that has one: an answer is expected there, and nowhere else.</summary>
    Step,
}
