namespace Ssm.Perf.Bench;

/// <summary>A case that is ready: inputs made, memory taken, plans built. Running it is what is measured.</summary>
internal abstract class BenchCase : IDisposable
{
    /// <summary>Bytes that one run has to move: each input read once, each output written once.</summary>
    internal abstract double Bytes { get; }

    /// <summary>Nominal operations of one run, an addition or a multiplication each.</summary>
    internal abstract double Operations { get; }

    /// <summary>Does the work once. It allocates nothing after the first call.</summary>
    internal abstract void Run();

    /// <summary>The error of the last run's results against the definition in double, relative to the largest
    /// expected magnitude; for large sizes of a part of the results that is named in the workload.</summary>
    internal abstract double Error();

    /// <summary>What else does the same work on the same inputs in this process: a scalar loop, TensorPrimitives,
    /// MathNet.</summary>
    internal virtual IEnumerable<BenchRival> Rivals => [];

    /// <inheritdoc/>
    public virtual void Dispose() => GC.SuppressFinalize(this);
}
