namespace Ssm.Perf.Bench.Workloads;

/// <summary>The ways to apply one diagonal time-invariant system to one sequence.</summary>
internal enum CrossoverForm
{
    /// <summary>Step by step.</summary>
    Loop,

    /// <summary>The parallel scan with a tree.</summary>
    Blelloch,

    /// <summary>Chunks of time from zero, a scan of their last states, a correction.</summary>
    Chunked,

    /// <summary>The convolution with the impulse response, by its definition.</summary>
    Direct,

    /// <summary>The convolution by Fourier transforms.</summary>
    Fft,
}
