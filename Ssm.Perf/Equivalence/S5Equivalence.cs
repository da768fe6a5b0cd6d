using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>S5 in one of its variants.</summary>
internal sealed record S5Equivalence(string Name, int Channels, S5Options Options) : MimoEquivalence(
    Name, Channels, Terms: 2 * Math.Max(Options.StateSize, Channels), Options.ConjugateSymmetry ? 2 : 1)
{
    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new S5<T>(Channels, Options, random, backend);

    protected override SequenceLayer<double> CreateOneWay(RandomSource random) =>
        new S5<double>(Channels, Options with { Bidirectional = false }, random);
}
