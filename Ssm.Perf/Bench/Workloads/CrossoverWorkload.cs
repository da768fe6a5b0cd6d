namespace Ssm.Perf.Bench.Workloads;

/// <summary>y[t] = a ⊙ y[t−1] + u[t] over one sequence, in one of the forms that do it; over L they cross.</summary>
/// <remarks>
/// <para>
/// Every form reads the same inputs u (L, H) and writes the same outputs y (L, H), in the same rounds. Its rate counts
/// what the task needs, not what the form does: u and a read once, y written once, a multiplication and an addition for
/// each output. What depends on the system alone is made ready before: the impulse response of the convolutions, the
/// factors repeated for each step of the Blelloch scan, the powers of the chunked form.
/// </para>
/// <para>The error is that of up to nine channels, evenly taken.</para>
/// </remarks>
internal sealed class CrossoverWorkload(CrossoverForm form) : IBenchWorkload
{
    internal const string RaceName = "crossover";

    private const int Channels = 64;
    private const int ShortestLog = 4;
    private const int LongestLog = 17;

    // The definition costs L² operations a channel: beyond this it only delays the others.
    private const int LongestDirectLog = 12;

    public string Name => $"{RaceName}.{form.ToString().ToLowerInvariant()}";

    public string Race => RaceName;

    public string Summary => form switch
    {
        CrossoverForm.Loop => "a diagonal LTI system on one sequence, step by step",
        CrossoverForm.Blelloch => "the same by the Blelloch scan",
        CrossoverForm.Chunked => "the same by chunks of time and a scan of their ends",
        CrossoverForm.Direct => "the same as a convolution, by its definition",
        _ => "the same as a convolution, by FFT",
    };

    public IReadOnlyList<string> Sizes { get; } =
        [.. Enumerable.Range(ShortestLog, (form == CrossoverForm.Direct ? LongestDirectLog : LongestLog) - ShortestLog + 1)
            .Select(log => FormattableString.Invariant($"L{1 << log}xH{Channels}"))];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f64" ? Prepare<double>(request) : Prepare<float>(request);
    }

    private CrossoverCase<T> Prepare<T>(BenchRequest request)
        where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => form switch
        {
            CrossoverForm.Loop => new CrossoverLoop<T>(request),
            CrossoverForm.Blelloch => new CrossoverBlelloch<T>(request),
            CrossoverForm.Chunked => new CrossoverChunked<T>(request),
            CrossoverForm.Direct => new CrossoverDirect<T>(request),
            _ => new CrossoverFft<T>(request),
        };
}
