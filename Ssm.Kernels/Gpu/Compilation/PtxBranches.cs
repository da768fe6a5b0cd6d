using System.Reflection;
using System.Text.RegularExpressions;
using ILGPU.Backends.PTX;

namespace Ssm.Kernels.Gpu;

/// <summary>Takes wrong promises out of generated PTX.</summary>
/// <remarks>
/// Optimised, ILGPU 1.5.3 calls a branch uniform (<c>bra.uni</c>: all threads of a warp go the same way) unless it
/// depends on a thread's index directly; on a value that was loaded, threads may differ, and the promise is undefined
/// behaviour. Without the word the assembler finds out by itself which branches are uniform.
/// </remarks>
internal static partial class PtxBranches
{
    // There is no public way to replace the text; the version of the package is pinned, and a test looks for the field.
    private static readonly FieldInfo? Assembly = typeof(PTXCompiledKernel).GetField(
        $"<{nameof(PTXCompiledKernel.PTXAssembly)}>k__BackingField", BindingFlags.Instance | BindingFlags.NonPublic);

    /// <summary>Makes every conditional branch of a kernel an ordinary one.</summary>
    internal static void MakeOrdinary(PTXCompiledKernel kernel)
    {
        if (Assembly is null)
        {
            throw new GpuException(
                "CUDA: this version of ILGPU keeps a kernel's text elsewhere; use the version that this library " +
                "names.");
        }

        Assembly.SetValue(kernel, MakeOrdinary(kernel.PTXAssembly));
    }

    internal static string MakeOrdinary(string ptx) => Uniform().Replace(ptx, "$1$2");

    [GeneratedRegex(@"(@!?%p\d+\s+bra)\.uni|(brx\.idx)\.uni")]
    private static partial Regex Uniform();
}
