namespace Ssm.Tests.Perf;

/// <summary>What is wrong with a <see cref="ToyRecurrence{T}"/>.</summary>
internal enum ToyFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The whole form's last output is that of the step before.</summary>
    WholeIsLate,

    /// <summary>A chunk starts from zero, whatever the state.</summary>
    ChunkForgets,

    /// <summary>A chunk hands on the state before its last step.</summary>
    StateIsLate,

    /// <summary>Packed rows are run as if they were one sequence.</summary>
    PackedLeaks,

    /// <summary>Outputs on padding are not zero.</summary>
    PaddingShows,

    /// <summary>A row sees the others of its batch.</summary>
    RowsMix,

    /// <summary>The last bits depend on the number of threads.</summary>
    ThreadsShow,

    /// <summary>Single precision is computed with a decay that has a few bits too few.</summary>
    FloatIsShort,

    /// <summary>A stepper keeps something beside the state that it is handed.</summary>
    StepperRemembers,

    /// <summary>An output is not a number.</summary>
    NotANumber,
}
