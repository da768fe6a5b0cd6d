using Ssm.Core.Layers;
using Ssm.Kernels;
using Ssm.Perf.Equivalence;

namespace Ssm.Tests.Perf;

/// <summary>A model of the equivalence table with one thing wrong.</summary>
internal sealed record ToyEquivalence(ToyFault Fault) : EquivalenceModel("toy", Channels: 3, Terms: 1, "scan")
{
    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new ToyRecurrence<T>(Channels, Fault, backend);
}
