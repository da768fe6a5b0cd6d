using System.Numerics;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>FFTW 3, planned by measuring: transforms, and convolutions made of them.</summary>
internal sealed class FftwRivals : IBenchRivalProvider
{
    // Loaded when it is asked for: a run without rivals touches no library.
    private readonly Lazy<(FftwLibrary? Library, string? Missing)> _single = new(() => Load("f32"));
    private readonly Lazy<(FftwLibrary? Library, string? Missing)> _double = new(() => Load("f64"));

    /// <inheritdoc/>
    public string? Missing => _single.Value.Missing ?? _double.Value.Missing;

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        RivalJob? job = request.Dtype == "f32"
            ? Job<float>(_single.Value.Library, request)
            : Job<double>(_double.Value.Library, request);
        return job is null ? [] : [job.Named("FFTW")];
    }

    /// <summary>The work of a request, or null where FFTW has none.</summary>
    internal static RivalJob? Job<T>(FftwLibrary? library, BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (library is null || request.Pass != "fwd")
        {
            return null;
        }

        BenchSize size = request.Size;
        (int threads, ulong seed) = (request.Threads, request.Seed);
        return request.Workload switch
        {
            "fft.c2c" => FftwTransform<T>.Prepare(library, FftwKind.Complex, size[0], size[1], false, threads, seed),
            "fft.r2c" =>
                FftwTransform<T>.Prepare(library, FftwKind.RealToComplex, size[0], size[1], false, threads, seed),
            "fft.c2c.channels-last" =>
                FftwTransform<T>.Prepare(library, FftwKind.Complex, size[1], size[0], true, threads, seed),
            "fft.r2c.channels-last" =>
                FftwTransform<T>.Prepare(library, FftwKind.RealToComplex, size[1], size[0], true, threads, seed),
            "conv.s4d" => new FftwConvolution<T>(library, size["B"], size["H"], size["L"], threads, seed),
            _ => null,
        };
    }

    private static (FftwLibrary? Library, string? Missing) Load(string dtype) =>
        (FftwLibrary.TryLoad(dtype, out string? missing), missing);
}
