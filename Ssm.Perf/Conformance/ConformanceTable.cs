using System.Numerics;

namespace Ssm.Perf.Conformance;

/// <summary>Every primitive of the contract, as cases that run on any backend of an element type.</summary>
/// <remarks>
/// A case is run on the reference with doubles and on a device with its own type, so each table is the same list for
/// every type. The numbers of a case follow from its name.
/// </remarks>
internal static partial class ConformanceTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private static readonly Lazy<Dictionary<string, ConformanceCase<T>>> AllTiny = new(() => ByName(Make(true)));

    private static readonly Lazy<Dictionary<string, ConformanceCase<T>>> AllReal = new(() => ByName(Make(false)));

    /// <summary>All cases of a size.</summary>
    internal static IReadOnlyCollection<ConformanceCase<T>> Cases(ConformanceSizes sizes) => Of(sizes).Values;

    /// <summary>The case of a name.</summary>
    internal static ConformanceCase<T> Find(ConformanceSizes sizes, string name) => Of(sizes)[name];

    private static Dictionary<string, ConformanceCase<T>> Of(ConformanceSizes sizes) =>
        (sizes == ConformanceSizes.Tiny ? AllTiny : AllReal).Value;

    private static IEnumerable<ConformanceCase<T>> Make(bool tiny) =>
        [
            .. Transfers(tiny), .. UnaryOps(tiny), .. UnaryForms(tiny), .. BinaryOps(tiny), .. Broadcasts(tiny),
            .. ComplexOps(tiny), .. ComplexProducts(tiny), .. Moving(tiny), .. Products(tiny), .. ComplexMatrices(tiny),
            .. Reductions(tiny), .. Scans(tiny), .. Norms(tiny), .. Losses(tiny), .. Transforms(tiny),
            .. Convolutions(tiny), .. ShortConvolutions(tiny), .. Recurrences(tiny), .. RgLrus(tiny),
            .. SelectiveScans(tiny), .. Systems(tiny), .. GatedUnits(tiny), .. Optimizers(tiny),
        ];

    // A name that comes twice throws: the numbers of a case follow from it.
    private static Dictionary<string, ConformanceCase<T>> ByName(IEnumerable<ConformanceCase<T>> cases) =>
        cases.ToDictionary(row => row.Name);

    private static T Number(double x) => T.CreateTruncating(x);

    private static ConformanceCase<T> Case(string primitive, string detail, Action<Scene<T>> run) =>
        new(primitive, detail, run);
}
