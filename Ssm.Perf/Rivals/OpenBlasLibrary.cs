using System.Runtime.InteropServices;

namespace Ssm.Perf.Rivals;

/// <summary>The matrix products of OpenBLAS, where it is installed.</summary>
internal sealed unsafe class OpenBlasLibrary
{
    private const int RowMajor = 101;
    private const int Plain = 111;
    private const int Transposed = 112;

    private readonly nint _sgemm;
    private readonly nint _dgemm;
    private readonly nint _sgemv;
    private readonly nint _dgemv;
    private readonly nint _setThreads;

    private OpenBlasLibrary(nint library)
    {
        _sgemm = NativeLibrary.GetExport(library, "cblas_sgemm");
        _dgemm = NativeLibrary.GetExport(library, "cblas_dgemm");
        _sgemv = NativeLibrary.GetExport(library, "cblas_sgemv");
        _dgemv = NativeLibrary.GetExport(library, "cblas_dgemv");
        _setThreads = NativeLibrary.GetExport(library, "openblas_set_num_threads");
        nint core = NativeLibrary.GetExport(library, "openblas_get_corename");
        Core = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged<byte*>)core)()) ?? "unknown";
    }

    /// <summary>The processor whose kernels the library chose; the variable OPENBLAS_CORETYPE overrides it.</summary>
    internal string Core { get; }

    /// <summary>Loads the library.</summary>
    /// <param name="missing">What is missing, where it is not there.</param>
    internal static OpenBlasLibrary? TryLoad(out string? missing)
    {
        if (NativeLibrary.TryLoad("libopenblas.so.0", out nint library)
            && NativeLibrary.TryGetExport(library, "openblas_get_corename", out _))
        {
            missing = null;
            return new OpenBlasLibrary(library);
        }

        missing = "OpenBLAS: libopenblas.so.0 is not here; on Debian: apt-get install libopenblas0-pthread.";
        return null;
    }

    /// <summary>How many threads all later products use.</summary>
    internal void SetThreads(int threads) => ((delegate* unmanaged<int, void>)_setThreads)(threads);

    /// <summary>c = a b in row-major float, with either operand stored transposed; c is (m, n).</summary>
    internal void Multiply(
        bool leftTransposed, bool rightTransposed, int m, int n, int k, float* a, float* b, float* c) =>
        ((delegate* unmanaged<
            int, int, int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)_sgemm)(
            RowMajor, leftTransposed ? Transposed : Plain, rightTransposed ? Transposed : Plain, m, n, k,
            1, a, leftTransposed ? m : k, b, rightTransposed ? k : n, 0, c, n);

    /// <summary>c = a b in row-major double, with either operand stored transposed; c is (m, n).</summary>
    internal void Multiply(
        bool leftTransposed, bool rightTransposed, int m, int n, int k, double* a, double* b, double* c) =>
        ((delegate* unmanaged<
            int, int, int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)_dgemm)(
            RowMajor, leftTransposed ? Transposed : Plain, rightTransposed ? Transposed : Plain, m, n, k,
            1, a, leftTransposed ? m : k, b, rightTransposed ? k : n, 0, c, n);

    /// <summary>y = w x, or wᵀ x, in row-major float: w is (rows, columns).</summary>
    internal void Apply(bool transposed, int rows, int columns, float* w, float* x, float* y) =>
        ((delegate* unmanaged<int, int, int, int, float, float*, int, float*, int, float, float*, int, void>)_sgemv)(
            RowMajor, transposed ? Transposed : Plain, rows, columns, 1, w, columns, x, 1, 0, y, 1);

    /// <summary>y = w x, or wᵀ x, in row-major double: w is (rows, columns).</summary>
    internal void Apply(bool transposed, int rows, int columns, double* w, double* x, double* y) =>
        ((delegate* unmanaged<
            int, int, int, int, double, double*, int, double*, int, double, double*, int, void>)_dgemv)(
            RowMajor, transposed ? Transposed : Plain, rows, columns, 1, w, columns, x, 1, 0, y, 1);
}
