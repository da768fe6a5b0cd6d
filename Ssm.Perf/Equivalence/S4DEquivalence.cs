using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>S4D in one of its variants.</summary>
internal sealed record S4DEquivalence(string Name, int Channels, S4DOptions Options)
    : EquivalenceModel(Name, Channels, Terms: Options.Order, Convolution)
{
    internal override bool HasScan => true;

    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new S4D<T>(Channels, Options, random, backend);

    internal override Variable<T> Scan<T>(SequenceLayer<T> layer, Variable<T> u, ScanAlgorithm algorithm)
    {
        S4D<T> model = (S4D<T>)layer;
        (Variable<T> aBar, Variable<T> bBar) = model.Discretize();
        return ChannelScan.Run(u, aBar, bBar * model.C, model.D, scale: 2, algorithm);
    }
}
