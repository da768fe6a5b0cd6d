using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>What the processor offers to this process, as the runtime sees it.</summary>
/// <param name="Processor">The processor's name.</param>
/// <param name="VectorBits">The width of <see cref="Vector{T}"/>.</param>
/// <param name="FloatLanes">How many floats that is.</param>
/// <param name="Threads">Hardware threads.</param>
/// <param name="InstructionSets">Each instruction set that matters here, and whether it is in use.</param>
/// <param name="Compilation">JIT or AOT.</param>
internal sealed record CpuFacts(
    string Processor,
    int VectorBits,
    int FloatLanes,
    int Threads,
    IReadOnlyList<(string Name, bool On)> InstructionSets,
    string Compilation)
{
    internal static CpuFacts Find() => new(
        ProcessorName.Find(),
        Vector<byte>.Count * 8,
        Vector<float>.Count,
        Environment.ProcessorCount,
        [
            ("avx2", Avx2.IsSupported),
            ("avx512f", Avx512F.IsSupported),
            ("fma", Fma.IsSupported),
            ("advsimd", AdvSimd.IsSupported),
        ],
        RuntimeFeature.IsDynamicCodeCompiled ? "JIT" : "AOT");
}
