using System.Numerics;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>OpenBLAS: matrix products. Its rivals are named after the kernels it chose.</summary>
internal sealed class OpenBlasRivals : IBenchRivalProvider
{
    private readonly OpenBlasLibrary? _library;

    internal OpenBlasRivals()
    {
        _library = OpenBlasLibrary.TryLoad(out string? missing);
        Missing = missing;
    }

    /// <inheritdoc/>
    public string Name => "OpenBLAS";

    /// <inheritdoc/>
    public string? Missing { get; }

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        if (_library is null || request.Workload != "gemm" || request.Backward)
        {
            return [];
        }

        RivalJob job = request.Dtype == "f32" ? Job<float>(_library, request) : Job<double>(_library, request);
        return [job.Named($"{Name} {_library.Core}")];
    }

    // A size is m x k x n; the caller of a real program chooses how its weights lie, so the faster way counts.
    private static RivalJob Job<T>(OpenBlasLibrary library, BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int k, int n) = (request.Size[0], request.Size[1], request.Size[2]);
        OpenBlasForm[] forms = m > 1
            ? [OpenBlasForm.Plain, OpenBlasForm.Transposed]
            : [OpenBlasForm.Plain, OpenBlasForm.Transposed, OpenBlasForm.Row, OpenBlasForm.RowTransposed];
        int[] threads = request.Threads > 1 ? [1, request.Threads] : [1];
        return RivalJob.Fastest(
        [
            .. forms.SelectMany(form => threads.Select(t =>
                new OpenBlasProduct<T>(library, form, m, n, k, t, request.Seed))),
        ]);
    }
}
