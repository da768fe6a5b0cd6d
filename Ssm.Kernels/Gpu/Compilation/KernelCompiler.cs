using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.OpenCL;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;
using ILGPU.Runtime.OpenCL;

namespace Ssm.Kernels.Gpu;

/// <summary>Makes a method into a kernel of an accelerator.</summary>
/// <remarks>
/// Every kernel is compiled in a context of its own. In a context that is shared, ILGPU 1.5.3 takes two structs for one
/// whose fields are the same after all nesting is undone, and then finds no field where it looks for it; and a kernel
/// that cannot be compiled takes all later ones with it.
/// </remarks>
internal static class KernelCompiler
{
    /// <summary>Compiles and loads a kernel whose groups have at most so many threads.</summary>
    internal static Kernel Load(Accelerator accelerator, MethodInfo method, int maxThreads)
    {
        EntryPointDescription entry = EntryPointDescription.FromExplicitlyGroupedKernel(method);
        switch (accelerator)
        {
            case CudaAccelerator { InstructionSet: var instructions } cuda:
                {
                    using Context context = NewContext();
                    using PTXBackend backend = new(context, cuda.Architecture, instructions, nvvmAPI: null!);
                    CompiledKernel compiled = backend.Compile(entry, new KernelSpecialization(maxThreads, null));
                    PtxBranches.MakeOrdinary((PTXCompiledKernel)compiled);
                    return accelerator.LoadKernel(compiled);
                }

            case CLAccelerator cl:
                {
                    using Context context = NewContext();
                    using CLBackend backend = new(context, cl.Capabilities, cl.Vendor, cl.CLStdVersion);
                    return accelerator.LoadKernel(backend.Compile(entry, KernelSpecialization.Empty));
                }

            default:
                return accelerator.LoadKernel(accelerator.GetBackend().Compile(entry, KernelSpecialization.Empty));
        }
    }

    private static Context NewContext() => Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
}
