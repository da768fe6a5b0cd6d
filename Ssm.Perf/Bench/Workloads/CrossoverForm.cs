namespace Ssm.Perf.Bench.Workloads;

/// <summary>The ways to apply one diagonal time-invariant system to one sequence.</summary>
internal enum CrossoverForm
{
    /// <summary>Step by step, from inputs to outputs in one kernel.</summary>
    Loop,

    /// <summary>The parallel scan with a tree, and the two products around it.</summary>
    Blelloch,

    /// <summary>The parallel scan by chunks of time from zero and their correction, and the same products.</summary>
    Chunked,

    /// <summary>The convolution with the impulse response, by its definition.</summary>
    Direct,

    /// <summary>The convolution by Fourier transforms.</summary>
    Fft,
}
