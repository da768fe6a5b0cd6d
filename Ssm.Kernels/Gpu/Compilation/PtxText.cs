using System.Reflection;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace Ssm.Kernels.Gpu;

/// <summary>What a CUDA driver would be given for a kernel; needs no driver and no card.</summary>
internal static class PtxText
{
    private const int MaxThreads = 256;

    /// <summary>Compiles a kernel for an architecture, as <see cref="KernelCache"/> does.</summary>
    /// <remarks>In a context of its own, since a kernel that fails takes its context with it.</remarks>
    internal static string Of(MethodInfo kernel, CudaArchitecture architecture)
    {
        DeviceFunctions.Register();
        using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
        using PTXBackend backend = new(context, architecture, CudaInstructionSet.ISA_84, nvvmAPI: null!);
        EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(kernel);
        KernelSpecialization bounds = new(MaxThreads, null);
        return PtxBranches.MakeOrdinary(((PTXCompiledKernel)backend.Compile(entry, bounds)).PTXAssembly);
    }
}
