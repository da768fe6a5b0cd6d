using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>A layer with the forms that all have, made by one generic method in either precision.</summary>
internal sealed record LayerEquivalence(
    string Name,
    int Channels,
    int Terms,
    string Whole,
    Func<RandomSource, IBackend<double>, SequenceLayer<double>> Double,
    Func<RandomSource, IBackend<float>, SequenceLayer<float>> Single)
    : EquivalenceModel(Name, Channels, Terms, Whole)
{
    internal override SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend) =>
        ((Func<RandomSource, IBackend<T>, SequenceLayer<T>>)(object)(
            typeof(T) == typeof(double) ? Double : (Delegate)Single))(random, backend);
}
