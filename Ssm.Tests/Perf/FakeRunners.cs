using System.Text.Json.Nodes;
using Ssm.Perf.Bench;
using Ssm.Perf.Display;
using Ssm.Perf.Reports;
using Ssm.Perf.Verbs;

namespace Ssm.Tests.Perf;

/// <summary>Stands where the training would be: keeps what it was asked, and answers with made-up results.</summary>
internal sealed class FakeRunners : ICompareRunner, ITrainRunner, IVerifyRunner, IEquivalenceRunner
{
    internal CompareSettings? Compare { get; private set; }

    internal TrainSettings? Train { get; private set; }

    internal VerifySettings? Verify { get; private set; }

    internal EquivalenceSettings? Equivalence { get; private set; }

    internal IReadOnlyList<VerifyRow> Rows { get; init; } = [];

    internal Exception? Failure { get; init; }

    internal BenchRunner Bench { get; init; } =
        new([new FakeWorkload("fake.add"), new FakeWorkload("fake.scale")], [], largestTriad: 1 << 18);

    internal CancellationToken Cancellation { get; init; }

    public IReadOnlyList<string> Models { get; } = ["s4d", "lru"];

    public IEnumerable<ModelResult> Run(
        CompareSettings settings,
        IProgress<TrainingProgress> progress,
        CancellationToken cancellation)
    {
        Compare = settings;
        ThrowIfAsked(cancellation);
        foreach (string model in settings.Models)
        {
            progress.Report(Progress(model, done: false));
            progress.Report(Progress(model, done: true));
            yield return MadeUp.Result(model);
        }
    }

    public TrainResult Run(TrainSettings settings, IProgress<TrainingProgress> progress, CancellationToken cancellation)
    {
        Train = settings;
        ThrowIfAsked(cancellation);
        IReadOnlyList<EpochPoint> curve = MadeUp.Result(settings.Model).EpochCurve;
        return new TrainResult(new JsonObject { ["model"] = settings.Model }, curve, curve[^1], new string('b', 64));
    }

    public IEnumerable<VerifyRow> Run(VerifySettings settings, CancellationToken cancellation)
    {
        Verify = settings;
        ThrowIfAsked(cancellation);
        return Rows;
    }

    public IEnumerable<EquivalenceGroup> Run(EquivalenceSettings settings, CancellationToken cancellation)
    {
        Equivalence = settings;
        ThrowIfAsked(cancellation);
        foreach (string model in settings.Models)
        {
            yield return new EquivalenceGroup(
                model, "f64", new EquivalenceFacts(1, 2, 3, 4, true),
                [new EquivalenceRow(model, "loop", "reference", "f64", "cpu", 1e-16, 1e-14)]);
        }
    }

    private static TrainingProgress Progress(string model, bool done) =>
        new(model, 1, 2, 0.5, 0.25, 0.75, 0.5, 1000, TimeSpan.FromSeconds(42), done);

    private void ThrowIfAsked(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (Failure is not null)
        {
            throw Failure;
        }
    }
}
