namespace Ssm.Perf.Bench;

/// <summary>A piece of work on the CPU, and how one of its sizes is made ready to run.</summary>
/// <remarks>A class in <c>Workloads</c> for each; <see cref="BenchCatalog"/> lists them.</remarks>
internal interface IBenchWorkload : IBenchSubject
{
    /// <summary>Makes the inputs of one case from the request's seed, and everything it needs to run.</summary>
    /// <exception cref="CommandLine.UserException">The size does not fit the workload.</exception>
    BenchCase Prepare(BenchRequest request);
}
