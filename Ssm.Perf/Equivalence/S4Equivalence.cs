using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>S4 in one of its variants.</summary>
internal sealed record S4Equivalence(string Name, int Channels, S4Options Options)
    : EquivalenceModel(Name, Channels, Terms: Options.Order, Convolution)
{
    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new S4<T>(Channels, Options, random, backend);

    /// <summary>Of a layer that reads both ways: two of one way, the backward one seeing only the future.</summary>
    internal override IReadOnlyList<EquivalenceDirection> Directions(SequenceLayer<double> layer) => layer.IsCausal
        ? base.Directions(layer)
        :
        [
            new(Half(layer, back: false).CreateStepper()),
            new(Half(layer, back: true).CreateStepper(), Backwards: true, Offset: 1),
        ];

    private S4<double> Half(SequenceLayer<double> layer, bool back)
    {
        S4<double> one = new(Channels, Options with { Bidirectional = false }, new RandomSource(0));
        OneWayHalf.Fill(one, layer, one.C, axis: 0, one.D, back);
        return one;
    }
}
