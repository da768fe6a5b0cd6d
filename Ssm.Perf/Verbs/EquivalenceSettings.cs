using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>What <c>verify</c> is asked to do without golden files.</summary>
/// <param name="Common">Device, threads, seed.</param>
/// <param name="Models">Which models.</param>
/// <param name="Length">Steps of the sequences.</param>
/// <param name="Dtypes">Some of f64 and f32.</param>
internal sealed record EquivalenceSettings(
    CommonSettings Common, IReadOnlyList<string> Models, int Length, IReadOnlyList<string> Dtypes);
