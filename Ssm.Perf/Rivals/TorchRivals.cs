using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>libtorch, in processes of its own: as it comes, and with an allocator that keeps its memory.</summary>
/// <remarks>
/// Every result of libtorch is fresh memory, which malloc hands back to the system where it is large; each run then
/// pays for page faults again. Its makers advise another allocator; telling glibc's to keep memory does the same. Both
/// are rivals: one is what a user meets, the other what the library can do.
/// </remarks>
internal sealed class TorchRivals(string? path) : IBenchRivalProvider
{
    /// <summary>The variable that names the program.</summary>
    internal const string Variable = "SSM_TORCH_RIVAL";

    private static readonly KeyValuePair<string, string>[] s_memoryKept =
    [
        new("MALLOC_MMAP_MAX_", "0"),
        new("MALLOC_ARENA_MAX", "1"),
        new("MALLOC_TRIM_THRESHOLD_", "100000000000"),
        new("MALLOC_TOP_PAD_", "67108864"),
        new("GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"),
    ];

    /// <summary>The program that the environment names.</summary>
    internal TorchRivals()
        : this(Environment.GetEnvironmentVariable(Variable))
    {
    }

    /// <inheritdoc/>
    public string? Missing => File.Exists(path) ? null :
        (string.IsNullOrEmpty(path)
            ? $"libtorch: {Variable} is not set"
            : $"libtorch: {Variable} is '{path}', which is not there")
        + "; build Ssm.Perf/Rivals/Torch/torch-rival.cs as docs/performance/rivals.md says and set it to the program.";

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        if (Start(request, []) is { } plain)
        {
            yield return new BenchRival("libtorch", plain.Time);
        }

        if (Start(request, s_memoryKept) is { } kept)
        {
            yield return new BenchRival("libtorch, memory kept", kept.Time);
        }
    }

    /// <summary>A process that has a case, or null where libtorch has none.</summary>
    internal TorchProcess? Start(BenchRequest request, IEnumerable<KeyValuePair<string, string>> environment)
    {
        if (Missing is not null)
        {
            return null;
        }

        // Weights of fewer bits are our own formats: libtorch's rival is its float.
        string dtype = request.Dtype == "f64" ? "f64" : "f32";
        TorchProcess process = new(path!, environment);
        return process.Prepare(request, dtype) ? process : null;
    }
}
