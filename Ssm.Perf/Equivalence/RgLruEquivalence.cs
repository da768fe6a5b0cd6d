using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Models;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>The RG-LRU in one of its variants.</summary>
internal sealed record RgLruEquivalence(string Name, int Channels, RgLruOptions Options)
    : EquivalenceModel(Name, Channels, Terms: Channels, "scan")
{
    // c of the paper's equation for a.
    private const double Power = 8;

    internal override bool HasScan => true;

    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        new RgLru<T>(Channels, Options, random, backend);

    /// <summary>a = e^(−8 softplus(Λ) r), h[t] = a[t] h[t−1] + √(1 − a²) i x, from the layer's gates.</summary>
    internal override Variable<T> Scan<T>(SequenceLayer<T> layer, Variable<T> u, ScanAlgorithm algorithm)
    {
        RgLru<T> model = (RgLru<T>)layer;
        Variable<T> rate = Op.Scale(Op.Softplus(model.Lambda), T.CreateChecked(Power));
        Variable<T> decay = rate * Op.Sigmoid(model.RecurrenceGate.Forward(u));
        Variable<T> root = Op.SqrtOneMinusExp(
            Op.Scale(decay, T.CreateChecked(2)), T.CreateChecked(Options.LargestSlope),
            T.CreateChecked(Options.Epsilon));
        if (Options.UnitInputAtStart)
        {
            Variable<T> one = NdArray<T>.Full([u.Shape[0], 1, Channels], T.One, u.Backend);
            root = Op.Concat(1, one, Op.Slice(root, 1, 1, u.Shape[1] - 1));
        }

        Variable<T> drive = root * (Op.Sigmoid(model.InputGate.Forward(u)) * u);
        return Op.DiagonalScan(Op.Exp(-decay), drive, algorithm: algorithm);
    }
}
