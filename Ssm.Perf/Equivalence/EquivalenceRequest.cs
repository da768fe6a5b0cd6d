using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>The sizes and the random numbers of a table.</summary>
/// <param name="Length">Steps of the sequences.</param>
/// <param name="Threads">Threads of the device.</param>
/// <param name="Seed">Where parameters and inputs come from.</param>
internal sealed record EquivalenceRequest(int Length, int Threads, ulong Seed)
{
    /// <summary>Where initial parameters are drawn from: the same for every layer that is made.</summary>
    internal RandomSource Parameters() => new(Seed, stream: 0);

    /// <summary>Where inputs are drawn from.</summary>
    internal RandomSource Inputs() => new(Seed, stream: 1);

    /// <summary>Where the signs of disturbances are drawn from.</summary>
    internal RandomSource Signs() => new(Seed, stream: 2);
}
