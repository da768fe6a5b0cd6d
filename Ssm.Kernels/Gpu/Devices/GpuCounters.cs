namespace Ssm.Kernels.Gpu;

/// <summary>What an accelerator was asked to do since it was opened.</summary>
/// <param name="Launches">Kernels started.</param>
/// <param name="Uploads">Copies from the host.</param>
/// <param name="Downloads">Copies to the host; each waits until the device has done all that was asked before.</param>
/// <param name="Waits">Other times at which the host waited for the device.</param>
/// <param name="Allocations">Times at which the driver was asked for memory.</param>
/// <param name="Kernels">Kernels compiled.</param>
/// <param name="CompileTime">How long compiling them took.</param>
public readonly record struct GpuCounters(
    long Launches, long Uploads, long Downloads, long Waits, long Allocations, int Kernels, TimeSpan CompileTime);
