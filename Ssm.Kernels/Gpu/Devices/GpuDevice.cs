namespace Ssm.Kernels.Gpu;

/// <summary>One accelerator that is there and that this library's kernels can run on.</summary>
/// <param name="Name">How it is named on a command line: <c>cuda:0</c>, <c>opencl:1</c>.</param>
/// <param name="Product">What its driver calls it.</param>
/// <param name="MemoryBytes">The size of its memory.</param>
/// <param name="HasDouble">Whether it computes in double precision too.</param>
/// <param name="Multiprocessors">Multiprocessors or compute units.</param>
public sealed record GpuDevice(
    string Name, string Product, long MemoryBytes, bool HasDouble, int Multiprocessors);
