using System.Numerics;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A diagonal time-invariant system on one sequence, in one of the forms that do it; over L they cross.
/// </summary>
/// <remarks>
/// <para>
/// Every form reads the same inputs u (L, H) and writes the same outputs y (L, H), in the same rounds. What depends on
/// the system alone is made ready before: the impulse response of the convolutions, the repeated factors of the Blelloch
/// scan, the powers of the chunked form. Each form declares its own arithmetic, since that is where they differ: the
/// recurrence costs L·N a channel, the definition of the convolution L², its Fourier form L log L whatever N is.
/// </para>
/// <para>The error is that of up to four channels, evenly taken.</para>
/// </remarks>
internal sealed class CrossoverWorkload(CrossoverForm form) : IBenchWorkload
{
    internal const string RaceName = "crossover";

    private const int Channels = 32;
    private const int Modes = 32;
    private const int ShortestLog = 4;
    private const int LongestLog = 17;

    // The definition costs L² operations a channel: beyond this it only delays the others.
    private const int LongestDirectLog = 12;

    public string Name => $"{RaceName}.{form.ToString().ToLowerInvariant()}";

    public string Race => RaceName;

    public string Summary => form switch
    {
        CrossoverForm.Loop => "H channels of N complex modes on one sequence, step by step",
        CrossoverForm.Blelloch => "the same by the Blelloch scan",
        CrossoverForm.Chunked => "the same by chunks of time and a scan of their ends",
        CrossoverForm.Direct => "the same as a convolution, by its definition",
        _ => "the same as a convolution, by FFT",
    };

    public IReadOnlyList<string> Sizes { get; } =
        [.. Enumerable.Range(ShortestLog, (form == CrossoverForm.Direct ? LongestDirectLog : LongestLog) - ShortestLog + 1)
            .Select(log => FormattableString.Invariant($"L{1 << log}xH{Channels}xN{Modes}"))];

    public IReadOnlyList<string> Passes => ["fwd"];

    public IReadOnlyList<string> Dtypes => ["f32", "f64"];

    public BenchCase Prepare(BenchRequest request)
    {
        request.Size.Require(Sizes[0], Name);
        return request.Dtype == "f64" ? Prepare<double>(request) : Prepare<float>(request);
    }

    private CrossoverCase<T> Prepare<T>(BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T> => form switch
        {
            CrossoverForm.Loop => new CrossoverLoop<T>(request),
            CrossoverForm.Blelloch => new CrossoverBlelloch<T>(request),
            CrossoverForm.Chunked => new CrossoverChunked<T>(request),
            CrossoverForm.Direct => new CrossoverDirect<T>(request),
            _ => new CrossoverFft<T>(request),
        };
}
