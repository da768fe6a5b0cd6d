using System.Runtime.ConstrainedExecution;

namespace Ssm.Perf.Rivals;

/// <summary>A plan of FFTW, freed when nobody holds it any more.</summary>
internal sealed class FftwPlan(FftwLibrary library, nint handle) : CriticalFinalizerObject
{
    ~FftwPlan() => library.Destroy(handle);

    internal nint Handle => handle;

    /// <summary>Transforms the arrays that the plan was made for.</summary>
    internal void Execute() => library.Execute(handle);
}
