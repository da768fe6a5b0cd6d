using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Perf.Equivalence;

/// <summary>A model of the equivalence table: how it is made, and what is special about its forms.</summary>
/// <param name="Name">How <c>--models</c> names it.</param>
/// <param name="Channels">Channels of its input, H.</param>
/// <param name="Terms">Terms of its longest sum over channels or modes; sums over time are counted apart.</param>
/// <param name="Whole">What its form for whole sequences is: a convolution, a scan.</param>
internal abstract record EquivalenceModel(string Name, int Channels, int Terms, string Whole)
{
    /// <summary>What <see cref="Whole"/> is called where it goes through Fourier transforms.</summary>
    internal const string Convolution = "convolution";

    /// <summary>Whether Fourier transforms are on the way from input to output.</summary>
    internal bool UsesTransforms => Whole.Contains(Convolution, StringComparison.Ordinal);

    /// <summary>Whether <see cref="Scan"/> has an answer.</summary>
    internal virtual bool HasScan => false;

    /// <summary>The layer at its initial values, the same for each element type up to rounding.</summary>
    internal abstract SequenceLayer<T> Create<T>(RandomSource random, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The whole sequence from the layer's own discrete system, by a scan that is named.</summary>
    internal virtual Variable<T> Scan<T>(SequenceLayer<T> layer, Variable<T> u, ScanAlgorithm algorithm)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        throw new NotSupportedException($"{Name}: its scan cannot be asked for by name.");

    /// <summary>The recursions, one step after another, whose outputs add up to those of the layer.</summary>
    internal virtual IReadOnlyList<EquivalenceDirection> Directions(SequenceLayer<double> layer) =>
        [new EquivalenceDirection(layer.CreateStepper())];
}
