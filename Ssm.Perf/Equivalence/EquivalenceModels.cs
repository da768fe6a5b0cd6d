using Ssm.Core.Discretization;
using Ssm.Core.Initialization;
using Ssm.Core.Models;
using Ssm.Core.Parametrization;

namespace Ssm.Perf.Equivalence;

/// <summary>The models of the equivalence table, with the initial values of their papers and small sizes.</summary>
/// <remarks>
/// Sizes are no multiples of a vector, so that lanes have remainders: an error of lanes is an error at every size.
/// </remarks>
internal static class EquivalenceModels
{
    internal static IReadOnlyList<EquivalenceModel> All { get; } =
    [
        new S4DEquivalence("s4d", 5, new S4DOptions { Order = 14 }),
        new S4DEquivalence("s4d-bilinear", 5, new S4DOptions
        {
            Order = 14,
            Init = S4DInit.Inv,
            Discretization = DiscretizationMethod.Bilinear,
            TieDt = false,
            DtTransform = Transform.Softplus,
        }),
        new S4DEquivalence("s4d-real", 5, new S4DOptions { Order = 14, Init = S4DInit.Real, RealValued = true }),
        new S5Equivalence("s5", 5, new S5Options
        {
            StateSize = 18,
            Blocks = 3,
            ClipEigenvalues = true,
            OutputInit = S5OutputInit.TruncatedNormal,
        }),
        new S5Equivalence("s5-bilinear", 5, new S5Options
        {
            StateSize = 11,
            ConjugateSymmetry = false,
            Discretization = DiscretizationMethod.Bilinear,
        }),
        new S5Equivalence("s5-bidirectional", 5, new S5Options
        {
            StateSize = 18,
            Bidirectional = true,
            OutputInit = S5OutputInit.ComplexNormal,
        }),
        new LruEquivalence("lru", 5, new LruOptions { Modes = 9, RMin = 0.9, RMax = 0.999 }),
        new LruEquivalence("lru-bidirectional", 5, new LruOptions { Modes = 9, Bidirectional = true }),
        new BidirectionalEquivalence(
            new S4DEquivalence("s4d", 5, new S4DOptions { Order = 6 }), SeesCurrent: false),
        new BidirectionalEquivalence(
            new LruEquivalence("lru", 5, new LruOptions { Modes = 4 }), SeesCurrent: true),
    ];
}
