namespace Ssm.Perf.Golden;

/// <summary>The adapters by the files that they are for.</summary>
internal static class GoldenAdapters
{
    internal static IReadOnlyList<GoldenAdapter> All { get; } =
    [
        new("scan", "first-order linear recurrence x_t = a_t x_{t-1} + b_t", ScanCases.Run, ScanCases.Run),
        new("fft", "discrete Fourier transform", FftCases.Run, FftCases.Run),
        new("fftconv", "causal long convolution", FftConvCases.Run, FftConvCases.Run),
    ];

    /// <summary>The adapter for a file: by its name, and where that is unknown by the model that it names.</summary>
    internal static GoldenAdapter? Find(GoldenFile file) =>
        All.FirstOrDefault(a => a.Stem == file.Stem) ?? All.FirstOrDefault(a => a.Model == file.Model);
}
