using System.Numerics;
using Ssm.Perf.Bench;

namespace Ssm.Perf.Rivals;

/// <summary>OpenBLAS: matrix products. Its rivals are named after the kernels it chose.</summary>
internal sealed class OpenBlasRivals : IBenchRivalProvider
{
    private readonly Lazy<(OpenBlasLibrary? Library, string? Missing)> _library =
        new(() => (OpenBlasLibrary.TryLoad(out string? missing), missing));

    /// <inheritdoc/>
    public string? Missing => _library.Value.Missing;

    /// <inheritdoc/>
    public IEnumerable<BenchRival> For(BenchRequest request)
    {
        if (_library.Value.Library is not { } library
            || request.Workload != "gemm"
            || request.Dtype is not ("f32" or "f64"))
        {
            return [];
        }

        RivalJob? job = request.Dtype == "f32" ? Job<float>(library, request) : Job<double>(library, request);
        return job is null ? [] : [job.Named($"OpenBLAS {library.Core}")];
    }

    // A size is m x n x k. The pass says how the operands lie; "fwd" leaves that to the rival, as a program that owns
    // its weights does, and the faster way counts.
    private static RivalJob? Job<T>(OpenBlasLibrary library, BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int m, int n, int k) = (request.Size[0], request.Size[1], request.Size[2]);
        bool[] rightForms;
        switch (request.Pass)
        {
            case "fwd":
                rightForms = [false, true];
                break;
            case "nn" or "nt" or "tn" or "tt":
                rightForms = [request.Pass[1] == 't'];
                break;
            default:
                return null;
        }

        bool leftTransposed = request.Pass[0] == 't';
        bool[] rowForms = m == 1 ? [false, true] : [false];
        int[] threads = request.Threads > 1 ? [1, request.Threads] : [1];
        return RivalJob.Fastest(
        [
            .. from right in rightForms
               from asRow in rowForms
               from t in threads
               select new OpenBlasProduct<T>(library, leftTransposed, right, asRow, (m, n, k), t, request.Seed),
        ]);
    }
}
