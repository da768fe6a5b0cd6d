using System.Numerics;

namespace Ssm.Tests.Kernels.Contracts;

/// <summary>Every kernel on spans, as a row for <see cref="KernelContractTests{T}"/>.</summary>
internal static partial class KernelTable<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal static IEnumerable<KernelRow<T>> Rows() =>
    [
        .. Scans(), .. Recurrences(), .. RgLru(), .. Systems(), .. Selective(), .. Layers(), .. Transforms(),
        .. Convolutions(), .. Products(), .. Reductions(), .. Elementwises(), .. Complexes(), .. Optimizers(),
    ];

    private static KernelCall<T> Call() => new();

    private static T Number(double x) => T.CreateTruncating(x);
}
