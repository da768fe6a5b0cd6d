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
    private const string Scan = "scan";

    internal static IReadOnlyList<EquivalenceModel> All { get; } =
        [.. Convolutions(), .. Scans(), .. Selective(), .. Scaffoldings()];

    private static IEnumerable<EquivalenceModel> Convolutions() =>
    [
        new S4Equivalence("s4", 5, new S4Options { Order = 14 }),
        new S4Equivalence("s4-legt", 3, new S4Options { Order = 6, Measure = HippoMeasure.LegT, TieDt = false }),
        new S4Equivalence("s4-fout", 3, new S4Options { Order = 10, Measure = HippoMeasure.FouT, Copies = 1 }),
        new S4Equivalence("s4-bidirectional", 3, new S4Options { Order = 6, Bidirectional = true }),
        new DssEquivalence("dss", 5, new DssOptions { Modes = 7 }),
        new DssEquivalence("dss-exp", 5, new DssOptions { Modes = 7, Variant = DssVariant.Exp }),
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
        new BidirectionalEquivalence(
            new S4DEquivalence("s4d", 5, new S4DOptions { Order = 6 }), SeesCurrent: false),
    ];

    private static IEnumerable<EquivalenceModel> Scans() =>
    [
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
    ];

    private static IEnumerable<EquivalenceModel> Selective() =>
    [
        new S6Equivalence("s6", 7, new S6Options { StateSize = 5 }),
        new S6Equivalence("s6-complex", 6, new S6Options { StateSize = 3, Groups = 2, Complex = true }),
        new S6Equivalence("s6-exact", 5, new S6Options { StateSize = 4, ExactZoh = true }),
        new BidirectionalEquivalence(new S6Equivalence("s6", 3, new S6Options { StateSize = 2 }), SeesCurrent: true),
        new RgLruEquivalence("rg-lru", 6, new RgLruOptions { GateBlocks = 2 }),
        new RgLruEquivalence("rg-lru-dense", 5, RgLruOptions.SsmBenchmark),
        new BidirectionalEquivalence(
            new RgLruEquivalence("rg-lru", 4, new RgLruOptions()), SeesCurrent: true),
        new LayerEquivalence(
            "mamba", 5, 10, Scan, EquivalenceLayers.Mamba, EquivalenceLayers.Mamba),
        new LayerEquivalence(
            "mamba2", 6, 36, Scan, EquivalenceLayers.Mamba2, EquivalenceLayers.Mamba2),
        new LayerEquivalence(
            "hawk", 8, 12, Scan, EquivalenceLayers.Hawk, EquivalenceLayers.Hawk),
        new LayerEquivalence(
            "griffin", 8, 21, "scan and attention", EquivalenceLayers.Griffin, EquivalenceLayers.Griffin),
    ];

    private static IEnumerable<EquivalenceModel> Scaffoldings() =>
    [
        new LayerEquivalence(
            "glu-s5", 6, 20, Scan, EquivalenceLayers.Glu, EquivalenceLayers.Glu),
        new LayerEquivalence(
            "gss-s4", 6, 6, EquivalenceModel.Convolution, EquivalenceLayers.GatedS4, EquivalenceLayers.GatedS4),
        new LayerEquivalence(
            "h3", 6, 6, EquivalenceModel.Convolution, EquivalenceLayers.H3, EquivalenceLayers.H3),
        new LayerEquivalence(
            "h3-block", 5, 20, EquivalenceModel.Convolution, EquivalenceLayers.H3Block, EquivalenceLayers.H3Block),
        new LayerEquivalence(
            "mamba-lru", 5, 20, Scan, EquivalenceLayers.MambaOfLru, EquivalenceLayers.MambaOfLru),
    ];
}
