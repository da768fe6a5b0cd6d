using System.Numerics;

namespace Ssm.Perf.Bench.Workloads;

/// <summary>A diagonal time-invariant system on one sequence, in one of the forms that do it; over L they cross.
/// </summary>
/// <remarks>
/// <para>
/// Every form reads the same inputs u (L, H) and writes the same outputs y (L, H), in the same rounds, by the kernel
/// that one would call for it. The loop is the recurrence that never stores a state; a scan is given inputs of states
/// and gives states, so the two products stand around it. The impulse response of the convolutions depends on the
/// system alone and is made ready before. Each form declares its own arithmetic, since that is where they differ: the
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
        CrossoverForm.Loop => "H channels of N complex modes on one sequence, the fused recurrence step by step",
        CrossoverForm.Blelloch => "the same by the Blelloch scan and the products around it",
        CrossoverForm.Chunked => "the same by the chunked scan and the products around it",
        CrossoverForm.Direct => "the same as a convolution, by its definition",
        _ => "the same as a convolution, by FFT",
    };

    public IReadOnlyList<string> Sizes { get; } =
    [
        .. Enumerable.Range(ShortestLog, LongestLog - ShortestLog + 1)
            .Where(log => form != CrossoverForm.Direct || log <= LongestDirectLog)
            .Select(log => FormattableString.Invariant($"L{1 << log}xH{Channels}xN{Modes}")),
    ];

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
