using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>S6 in one of its variants.</summary>
internal sealed record S6Equivalence(string Name, int Channels, S6Options Options)
    : EquivalenceModel(Name, Channels, Terms: 2 * Math.Max(Channels, Options.StateSize), "scan")
{
    internal override bool HasScan => true;

    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new S6<T>(Channels, Options, random, backend);

    /// <summary>h[t] = e^(Δ[t] A) h[t−1] + f[t] B[t] u[t] over all channels and states at once, y = ⟨C, h⟩ + D u.
    /// </summary>
    internal override Variable<T> Scan<T>(SequenceLayer<T> layer, Variable<T> u, ScanAlgorithm algorithm)
    {
        S6<T> model = (S6<T>)layer;
        (Variable<T> raw, Variable<T> b, Variable<T> c) = model.Weights(u);
        (int batch, int length, int groups, int states) =
            (u.Shape[0], u.Shape[1], Options.Groups, Options.StateSize);
        int together = Channels / groups;
        Shape channel = [batch, length, groups, together, 1];
        Shape weight = [batch, length, groups, 1, states];
        Shape flat = [batch, length, Channels * states];
        Variable<T> delta = Op.Reshape(Op.Softplus(raw + model.DtBias), channel);
        Variable<T> z = delta * Op.Reshape(model.Rates(), [groups, together, states]);
        Variable<T> factor = Options.ExactZoh ? delta * Op.Phi1(z) : delta;
        Variable<T> drive = factor * Op.Reshape(u, channel) * Op.Reshape(b, weight);
        Variable<T> h = Op.DiagonalScan(
            Op.Reshape(Op.Exp(z), flat), Op.Reshape(drive, flat), algorithm: algorithm);
        Variable<T> products =
            Op.Reshape(h, [batch, length, groups, together, states]) * Op.Reshape(c, weight);
        Variable<T> sums = Op.Reshape(Op.Sum(Op.Real(products), axis: -1), u.Shape);
        return Op.Scale(sums, T.CreateChecked(Options.Complex ? 2 : 1)) + (u * model.D);
    }
}
