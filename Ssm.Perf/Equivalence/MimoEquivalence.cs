using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>What S5 and the LRU have in common; the scale is 2 where each mode stands for a conjugate pair, else 1.
/// </summary>
internal abstract record MimoEquivalence(string Name, int Channels, int Terms, int Scale)
    : EquivalenceModel(Name, Channels, Terms, "scan")
{
    internal override bool HasScan => true;

    /// <summary>A layer of the same sizes that runs forwards alone.</summary>
    protected abstract SequenceLayer<double> CreateOneWay(RandomSource random);

    /// <summary>x[t] = ā ⊙ x[t−1] + B̄ u[t], y[t] = s·Re(C x[t]) + D ⊙ u[t]; with a second scan where there is one.
    /// </summary>
    internal override Variable<T> Scan<T>(SequenceLayer<T> layer, Variable<T> u, ScanAlgorithm algorithm)
    {
        DiagonalMimoLayer<T> model = (DiagonalMimoLayer<T>)layer;
        (Variable<T> aBar, Variable<T> bBar) = model.Discretize();                              // (P), (P, H)
        Variable<T> drive = Op.MatMul(u, bBar, transposeB: true);                               // (B, L, P)
        Variable<T> states = Op.DiagonalScan(aBar, drive, algorithm: algorithm);
        if (!model.IsCausal)
        {
            // (B, L, 2P), as C has its columns: forwards first.
            states = Op.Concat(2, states, Op.ReverseDiagonalScan(aBar, drive, algorithm: algorithm));
        }

        Variable<T> y = Op.MatMulRealPart(states, model.C, transposeB: true);                   // (B, L, H)
        return Op.Scale(y, T.CreateChecked(Scale)) + (u * model.D);
    }

    /// <summary>Of a layer that reads both ways: two layers of one way, each with its columns of C.</summary>
    internal override IReadOnlyList<EquivalenceDirection> Directions(SequenceLayer<double> layer)
    {
        DiagonalMimoLayer<double> model = (DiagonalMimoLayer<double>)layer;
        return model.IsCausal
            ? base.Directions(layer)
            :
            [
                new(Half(model, back: false).CreateStepper()),
                new(Half(model, back: true).CreateStepper(), Backwards: true),
            ];
    }

    private DiagonalMimoLayer<double> Half(DiagonalMimoLayer<double> model, bool back)
    {
        DiagonalMimoLayer<double> one = (DiagonalMimoLayer<double>)CreateOneWay(new RandomSource(0));
        OneWayHalf.Fill(one, model, one.C, axis: 1, one.D, back);
        return one;
    }
}
