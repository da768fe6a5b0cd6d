using Ssm.Perf.Bench;
using Ssm.Perf.Bench.Workloads;

namespace Ssm.Tests.Perf;

/// <summary>All forms of the crossover do the same work; their judge is the recurrence in double, per channel.
/// </summary>
public sealed class BenchCrossoverTests
{
    // Lengths around the chunks of 16, 32 and 512 steps; channels around the block of 16 and the vector.
    private static readonly string[] Sizes =
        ["L1xH1xN1", "L2xH3xN2", "L31xH16xN4", "L33xH17xN3", "L65xH35xN5", "L513xH5xN4", "L1025xH16xN2"];

    [Test]
    public void Every_form_gives_the_outputs_of_the_recurrence(
        [Values] bool single, [ValueSource(nameof(Sizes))] string size, [Values(1, 2)] int threads)
    {
        foreach (string form in Enum.GetNames<CrossoverForm>())
        {
            CrossoverWorkload workload = new(Enum.Parse<CrossoverForm>(form));
            using BenchCase work = workload.Prepare(new BenchRequest(
                workload.Name, BenchSize.Parse(size), single ? "f32" : "f64", "fwd", threads, Seed: 5));
            work.Run();

            // A state that remembers up to 1000 steps adds up as many roundings, in the powers of a as in the sums.
            double epsilon = single ? 6e-8 : 1.1e-16;
            Assert.That(work.Error(), Is.LessThan(1000 * epsilon), form);
            Assert.That(work.Bytes, Is.Positive);
            Assert.That(work.Operations, Is.Positive);
        }
    }

    [Test]
    public void All_forms_are_in_one_race() => Assert.That(
        BenchCatalog.All.OfType<CrossoverWorkload>().Cast<IBenchWorkload>().Select(w => w.Race),
        Is.All.EqualTo("crossover"));

    [TestCase("peak", "N1000")]
    [TestCase("copy", "N1003")]
    [TestCase("copy", "N4200007")]
    [TestCase("triad", "N1003")]
    [TestCase("triad", "N40000")]
    public void The_machines_limits_are_workloads_with_right_results(string name, string size)
    {
        IBenchWorkload workload = BenchCatalog.All.Single(w => w.Name == name);
        foreach (string dtype in workload.Dtypes)
        {
            using BenchCase work =
                workload.Prepare(new BenchRequest(name, BenchSize.Parse(size), dtype, "fwd", 2, Seed: 5));
            work.Run();
            Assert.That(work.Error(), Is.LessThan(dtype == "f32" ? 1.2e-7 : 2.3e-16));
        }
    }

    [Test]
    public void The_meter_finds_limits_of_this_machine()
    {
        MachinePeak peak = new PeakMeter(secondsOfATry: 1e-4, largest: 1 << 20).Measure("f64", threads: 2);

        Assert.That(peak.GflopPerS, Is.Positive);
        Assert.That(peak.Triad.Select(t => t.Bytes), Is.EqualTo(new double[] { 1 << 15, 1 << 18, 1 << 20 }));
        Assert.That(peak.Triad.Select(t => t.GbPerS), Is.All.Positive);
    }
}
