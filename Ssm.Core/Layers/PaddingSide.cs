namespace Ssm.Core.Layers;

/// <summary>On which side shorter sequences of a batch are filled up.</summary>
public enum PaddingSide
{
    /// <summary>Behind the sequence: it begins at step 0.</summary>
    Right,

    /// <summary>Before the sequence: it ends at the last step.</summary>
    Left,
}
