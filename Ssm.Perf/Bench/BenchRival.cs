namespace Ssm.Perf.Bench;

/// <summary>Something else that does the work of a case.</summary>
/// <param name="Name">The library or the form: <c>MathNet</c>, <c>FFTW</c>, <c>scalar</c>.</param>
/// <param name="Time">Does the work so many times and says how many seconds they took together.</param>
internal sealed record BenchRival(string Name, Func<int, double> Time);
