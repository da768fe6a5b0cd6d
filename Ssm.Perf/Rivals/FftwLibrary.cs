using System.Runtime.InteropServices;

namespace Ssm.Perf.Rivals;

/// <summary>The functions of FFTW 3 in one precision, where the library is installed.</summary>
/// <remarks>Frigo and Johnson, "The Design and Implementation of FFTW3", 2005. Planning is not thread safe, so it is
/// done under a lock.</remarks>
internal sealed unsafe class FftwLibrary
{
    private const uint Measure = 0;
    private const int Forward = -1;

    private readonly Lock _planning = new();
    private readonly nint _destroy;
    private readonly nint _planComplex;
    private readonly nint _planRealToComplex;
    private readonly nint _planComplexToReal;
    private readonly nint _execute;
    private readonly nint _executeRealToComplex;
    private readonly nint _executeComplexToReal;
    private readonly nint _threads;

    private FftwLibrary(nint library, nint threads, string prefix)
    {
        _destroy = NativeLibrary.GetExport(library, prefix + "destroy_plan");
        _planComplex = NativeLibrary.GetExport(library, prefix + "plan_many_dft");
        _planRealToComplex = NativeLibrary.GetExport(library, prefix + "plan_many_dft_r2c");
        _planComplexToReal = NativeLibrary.GetExport(library, prefix + "plan_many_dft_c2r");
        _execute = NativeLibrary.GetExport(library, prefix + "execute");
        _executeRealToComplex = NativeLibrary.GetExport(library, prefix + "execute_dft_r2c");
        _executeComplexToReal = NativeLibrary.GetExport(library, prefix + "execute_dft_c2r");
        if (threads != 0
            && ((delegate* unmanaged<int>)NativeLibrary.GetExport(threads, prefix + "init_threads"))() != 0)
        {
            _threads = NativeLibrary.GetExport(threads, prefix + "plan_with_nthreads");
        }
    }

    /// <summary>Whether plans can use threads of FFTW's own.</summary>
    internal bool HasThreads => _threads != 0;

    /// <summary>Loads the library of an element type.</summary>
    /// <param name="dtype"><c>f32</c> or <c>f64</c>.</param>
    /// <param name="missing">What is missing, where it is not there.</param>
    internal static FftwLibrary? TryLoad(string dtype, out string? missing)
    {
        string letter = dtype == "f32" ? "f" : "";
        string name = $"libfftw3{letter}.so.3";
        if (!NativeLibrary.TryLoad(name, out nint library))
        {
            string package = dtype == "f32" ? "libfftw3-single3" : "libfftw3-double3";
            missing = $"FFTW: {name} is not here; on Debian: apt-get install {package}.";
            return null;
        }

        _ = NativeLibrary.TryLoad($"libfftw3{letter}_threads.so.3", out nint threads);
        missing = null;
        return new FftwLibrary(library, threads, $"fftw{letter}_");
    }

    /// <summary>A plan found by measuring; it overwrites both arrays.</summary>
    internal FftwPlan Plan(FftwKind kind, FftwLayout layout, void* input, void* output, int threads = 1)
    {
        lock (_planning)
        {
            if (HasThreads)
            {
                ((delegate* unmanaged<int, void>)_threads)(threads);
            }

            int n = layout.Length;
            nint plan = kind switch
            {
                FftwKind.Complex =>
                    ((delegate* unmanaged<
                        int, int*, int, void*, int*, int, int, void*, int*, int, int, int, uint, nint>)_planComplex)(
                        1, &n, layout.Rows, input, null, layout.Step, layout.InputDistance,
                        output, null, layout.Step, layout.OutputDistance, Forward, Measure),
                _ => ((delegate* unmanaged<int, int*, int, void*, int*, int, int, void*, int*, int, int, uint, nint>)
                    (kind == FftwKind.RealToComplex ? _planRealToComplex : _planComplexToReal))(
                        1, &n, layout.Rows, input, null, layout.Step, layout.InputDistance,
                        output, null, layout.Step, layout.OutputDistance, Measure),
            };
            return plan != 0 ? new FftwPlan(this, plan) : throw new InvalidOperationException(
                $"FFTW: no plan for {layout.Rows} transforms of length {n}.");
        }
    }

    /// <summary>Executes a plan on the arrays it was made for.</summary>
    internal void Execute(nint plan) => ((delegate* unmanaged<nint, void>)_execute)(plan);

    /// <summary>Executes a plan of real input on other arrays.</summary>
    internal void ExecuteRealToComplex(nint plan, void* input, void* output) =>
        ((delegate* unmanaged<nint, void*, void*, void>)_executeRealToComplex)(plan, input, output);

    /// <summary>Executes a plan of real output on other arrays.</summary>
    internal void ExecuteComplexToReal(nint plan, void* input, void* output) =>
        ((delegate* unmanaged<nint, void*, void*, void>)_executeComplexToReal)(plan, input, output);

    /// <summary>Frees a plan.</summary>
    internal void Destroy(nint plan)
    {
        lock (_planning)
        {
            ((delegate* unmanaged<nint, void>)_destroy)(plan);
        }
    }
}
