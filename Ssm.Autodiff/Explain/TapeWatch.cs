namespace Ssm.Autodiff;

/// <summary>What a tape does beside recording, at the cost of time.</summary>
[Flags]
public enum TapeWatch
{
    /// <summary>It only records.</summary>
    Nothing = 0,

    /// <summary>It writes down the inputs of each op, for <see cref="Tape{T}.ToMermaid"/> and the listing.</summary>
    Inputs = 1,

    /// <summary>
    /// It looks at every output and every gradient, and throws an <see cref="AnomalyException"/> at the first that is
    /// not finite. Each op also remembers the line of source that called it.
    /// </summary>
    Anomalies = 2,
}
