namespace Ssm.Kernels.Gpu;

/// <summary>What one way to accelerators has to offer on this machine.</summary>
/// <param name="Name">CUDA or OpenCL.</param>
/// <param name="Devices">The usable devices, in the driver's order.</param>
/// <param name="Missing">Why a device is not in the list: one line for each cause; empty when nothing is amiss.</param>
public sealed record GpuPlatform(string Name, IReadOnlyList<GpuDevice> Devices, IReadOnlyList<string> Missing);
