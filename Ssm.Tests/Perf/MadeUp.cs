using System.Numerics;
using Ssm.Kernels;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Reports;

namespace Ssm.Tests.Perf;

/// <summary>Results of no training at all, for looking at how results are shown.</summary>
internal static class MadeUp
{
    internal static EnvironmentStamp Environment { get; } = new(
        "0.1.0",
        "0123456789abcdef0123",
        "10.0.1",
        "JIT",
        "Some System 12",
        "Some Processor <fast> & wide",
        VectorBits: 256,
        Threads: 4,
        "workstation",
        "cpu",
        "A processor");

    internal static ModelResult Result(string model, int epochs = 10, int poles = 64, double accuracy = 0.97)
    {
        RandomSource random = new(seed: 7, stream: (ulong)model.Length + model[0]);
        EpochPoint[] curve = [.. Enumerable.Range(1, epochs).Select(e => new EpochPoint(
            e,
            (2.3 * Math.Exp(-0.45 * e)) + 0.02 + (0.02 * random.NextDouble()),
            1 - (0.8 * Math.Exp(-0.6 * e)) - (0.01 * random.NextDouble()),
            accuracy - (0.7 * Math.Exp(-0.55 * e)) - (0.01 * random.NextDouble()),
            1.5 * e))];
        return new ModelResult
        {
            Model = model,
            Task = "digits",
            Seed = 1,
            Accuracy = accuracy,
            Parameters = 12_345,
            SamplesPerSecond = 4321.4,
            StepMicroseconds = 1.25,
            PeakBytes = 123L << 20,
            Seconds = 15.25,
            WeightsSha256 = new string('a', 64),
            EpochCurve = curve,
            PolesBefore = Poles(random, poles, 0.9),
            PolesAfter = Poles(random, poles, 0.8),
        };
    }

    internal static CompareReport Report(params ModelResult[] rows) =>
        new(Environment, "dotnet run -- compare", new DateTimeOffset(2026, 1, 2, 3, 4, 0, TimeSpan.Zero), rows);

    private static Complex[] Poles(RandomSource random, int count, double least)
    {
        Complex[] poles = new Complex[count];
        for (int i = 0; i < count; i++)
        {
            poles[i] = Complex.FromPolarCoordinates(random.NextDouble(least, 1), random.NextDouble(-Math.PI, Math.PI));
        }

        return poles;
    }
}
