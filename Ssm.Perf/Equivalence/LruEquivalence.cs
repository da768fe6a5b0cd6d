using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>The LRU in one of its variants.</summary>
internal sealed record LruEquivalence(string Name, int Channels, LruOptions Options)
    : MimoEquivalence(Name, Channels, Terms: 2 * Math.Max(Options.Modes, Channels), Scale: 1)
{
    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new Lru<T>(Channels, Options, random, backend);

    protected override SequenceLayer<double> CreateOneWay(RandomSource random) =>
        new Lru<double>(Channels, Options with { Bidirectional = false }, random);
}
