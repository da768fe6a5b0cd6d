using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>DSS in one of its variants.</summary>
internal sealed record DssEquivalence(string Name, int Channels, DssOptions Options)
    : EquivalenceModel(Name, Channels, Terms: Options.Modes, Convolution)
{
    internal override bool HasScan => true;

    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new Dss<T>(Channels, Options, random, backend);

    internal override Variable<T> Scan<T>(SequenceLayer<T> layer, Variable<T> u, ScanAlgorithm algorithm)
    {
        Dss<T> model = (Dss<T>)layer;
        (Variable<T> aBar, Variable<T> output) = model.Discretize();
        return ChannelScan.Run(u, aBar, output, model.D, scale: 1, algorithm);
    }
}
