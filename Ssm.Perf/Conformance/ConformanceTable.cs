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
    /// <summary>All cases of a size.</summary>
    internal static IReadOnlyList<ConformanceCase<T>> Cases(ConformanceSizes sizes)
    {
        bool tiny = sizes == ConformanceSizes.Tiny;
        return
        [
            .. Transfers(tiny), .. UnaryOps(tiny), .. UnaryForms(tiny), .. BinaryOps(tiny), .. Broadcasts(tiny),
            .. ComplexOps(tiny), .. ComplexProducts(tiny), .. Moving(tiny), .. Products(tiny), .. ComplexMatrices(tiny),
            .. Reductions(tiny), .. Scans(tiny),
        ];
    }

    private static T Number(double x) => T.CreateTruncating(x);

    private static ConformanceCase<T> Case(string primitive, string detail, Action<Scene<T>> run) =>
        new(primitive, detail, run);
}
