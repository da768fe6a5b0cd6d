namespace Ssm.Kernels;

/// <summary>Which of the forms of a diagonal recurrence.</summary>
[Flags]
public enum ScanForm
{
    /// <summary>Forward in time, a (B, L, C) of its own at every step.</summary>
    None = 0,

    /// <summary>One a (C) for all steps.</summary>
    Invariant = 1,

    /// <summary>Backward in time: h[t] = a[t] ⊙ h[t+1] + b[t], the initial state being h[L].</summary>
    Reverse = 2,
}
