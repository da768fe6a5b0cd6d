using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>What <c>verify --golden</c> is asked to do.</summary>
/// <param name="Common">Device, threads, seed.</param>
/// <param name="GoldenDirectory">The directory of golden files; it is there.</param>
/// <param name="File">One entry of that directory, which is there; null for all.</param>
/// <param name="Dtype">f64 or f32.</param>
internal sealed record VerifySettings(CommonSettings Common, string GoldenDirectory, string? File, string Dtype);
