using System.Numerics;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>FFTW 3, planned by measuring: transforms, and convolutions made of them.</summary>
internal sealed class FftwRivals : IBenchRivalProvider
{
    private readonly FftwLibrary? _single;
    private readonly FftwLibrary? _double;

    internal FftwRivals()
    {
        _single = FftwLibrary.TryLoad("f32", out string? missing);
        _double = FftwLibrary.TryLoad("f64", out string? missingDouble);
        Missing = missing ?? missingDouble;
    }

    /// <inheritdoc/>
    public string Name => "FFTW";

    /// <inheritdoc/>
    public string? Missing { get; }

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        RivalJob? job = request.Dtype == "f32" ? Job<float>(_single, request) : Job<double>(_double, request);
        return job is null ? [] : [job.Named(Name)];
    }

    /// <summary>The work of a request, or null where FFTW has none.</summary>
    internal static RivalJob? Job<T>(FftwLibrary? library, BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (library is null || request.Backward)
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
}
