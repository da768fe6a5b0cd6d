namespace Ssm.Tests.Kernels;

/// <summary>The optional arguments of a recurrence.</summary>
[Flags]
internal enum RecurrenceOptions
{
    None = 0,
    Feedthrough = 1,
    Initial = 2,
    Final = 4,
    Resets = 8,
    Reversed = 16,
    All = Feedthrough | Initial | Final | Resets,
}
