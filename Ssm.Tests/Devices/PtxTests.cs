using System.Diagnostics;
using System.Numerics;
using System.Reflection;
using ILGPU.Runtime.Cuda;
using Ssm.Kernels.Gpu;
using Ssm.Perf.Conformance;

namespace Ssm.Tests.Devices;

/// <summary>What a CUDA driver would be given, without one: every kernel that the contract's cases ask for.</summary>
[Category("Device")]
public sealed partial class PtxTests
{
    // Registers of two words: the states of a channel do not all fit. On a card, double precision is there to judge
    // single precision by.
    private static readonly string[] MaySpill =
    [
        "SelectiveKernels.Forward<Double", "SelectiveKernels.Ends<Double", "SelectiveAdjointKernels.Backward<Double",
        "SelectiveAdjointKernels.Ends<Double", "VandermondeKernels.Moments<Single, Double",
    ];

    // The path of ptxas, a part of NVIDIA's toolkit. Where it is given, the kernels of large sizes and of doubles are
    // looked at as well, and all are assembled: minutes.
    private static readonly string? Assembler = Environment.GetEnvironmentVariable("SSM_PTXAS");

    private static readonly Lazy<(MethodInfo Kernel, string Ptx)[]> Kernels = new(() =>
        [.. Recorded().AsParallel().Select(kernel => (kernel, PtxText.Of(kernel, CudaArchitecture.SM_90)))]);

    [Test]
    public void Kernels_use_no_approximate_functions() => Assert.That(
        Kernels.Value.Where(k => k.Ptx.Contains(".approx", StringComparison.Ordinal)).Select(k => Name(k.Kernel)),
        Is.Empty);

    [Test]
    public void Branches_on_data_are_not_called_uniform() => Assert.That(
        Kernels.Value.Where(k => Conditional().IsMatch(k.Ptx)).Select(k => Name(k.Kernel)), Is.Empty);

    [Test]
    public void Kernels_keep_nothing_in_local_memory()
    {
        Assert.That(
            Kernels.Value.Where(k => k.Ptx.Contains(".local", StringComparison.Ordinal)).Select(k => Name(k.Kernel)),
            Is.Empty);
        if (Assembler is { } assembler)
        {
            IEnumerable<string?> problems =
                Kernels.Value.AsParallel().Select(k => Assemble(assembler, k.Kernel, k.Ptx));
            Assert.That(problems.Where(problem => problem is not null), Is.Empty);
        }
    }

    [Test]
    public void The_contract_takes_many_kernels() => Assert.That(Kernels.Value, Has.Length.GreaterThan(150));

    private static HashSet<MethodInfo> Recorded()
    {
        HashSet<MethodInfo> kernels = [];
        using GpuAccelerator recorder = GpuAccelerator.OpenRecorder(kernels);
        ConformanceSizes[] all = Assembler is null ? [ConformanceSizes.Tiny] : Enum.GetValues<ConformanceSizes>();
        foreach (ConformanceSizes sizes in all)
        {
            Record<float>(recorder, sizes);
            if (Assembler is not null)
            {
                Record<double>(recorder, sizes);
            }
        }

        return kernels;
    }

    private static void Record<T>(GpuAccelerator recorder, ConformanceSizes sizes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GpuBackend<T> backend = new(recorder);
        foreach (ConformanceCase<T> row in ConformanceTable<T>.Cases(sizes))
        {
            SceneData data = new(row.Name, x => x);
            row.Run(new Scene<T>(backend, data, SceneLayout.Aligned));
        }
    }

    // What the assembler says about spilled registers, or its errors; null for neither.
    private static string? Assemble(string assembler, MethodInfo kernel, string ptx)
    {
        string file = Path.Combine(Path.GetTempPath(), $"ssm-{Guid.NewGuid():N}.ptx");
        File.WriteAllText(file, ptx);
        try
        {
            ProcessStartInfo start = new(assembler, ["-arch=sm_90", "-v", "-o", "/dev/null", file])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string report = process.StandardError.ReadToEnd() + output.Result;
            process.WaitForExit();
            bool spills = Spilled().Count(report) > 0 && !MaySpill.Any(Name(kernel).StartsWith);
            return process.ExitCode == 0 && !spills ? null : $"{Name(kernel)}: {report}";
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string Name(MethodInfo kernel) =>
        $"{kernel.DeclaringType!.Name}.{kernel.Name}<{string.Join(", ", kernel.GetGenericArguments().Select(Name))}>";

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;

    [System.Text.RegularExpressions.GeneratedRegex(@"@!?%p\d+\s+bra\.uni|brx\.idx\.uni")]
    private static partial System.Text.RegularExpressions.Regex Conditional();

    [System.Text.RegularExpressions.GeneratedRegex(@"[1-9]\d* bytes (spill stores|stack frame)")]
    private static partial System.Text.RegularExpressions.Regex Spilled();
}
