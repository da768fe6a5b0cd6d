using Ssm.Core.Layers;
using Ssm.Core.Scaffolding;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>Two layers of a causal model, one of them backwards in time.</summary>
/// <param name="One">The model of both layers.</param>
/// <param name="SeesCurrent">Whether the backward one sees the current step.</param>
internal sealed record BidirectionalEquivalence(EquivalenceModel One, bool SeesCurrent) : EquivalenceModel(
    $"{One.Name}-{(SeesCurrent ? "both-ways" : "both-ways-apart")}", One.Channels, One.Terms, One.Whole)
{
    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new Bidirectional<T>(One.Create(random, backend), One.Create(random, backend), SeesCurrent);

    internal override IReadOnlyList<EquivalenceDirection> Directions(SequenceLayer<double> layer)
    {
        Bidirectional<double> both = (Bidirectional<double>)layer;
        return
        [
            new(both.Ahead.CreateStepper()),
            new(both.Back.CreateStepper(), Backwards: true, Offset: SeesCurrent ? 0 : 1),
        ];
    }
}
