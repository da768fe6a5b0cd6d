namespace Ssm.Kernels;

/// <summary>Chunks joined by a tree.</summary>
internal readonly struct BlellochScanAlgorithm : IScanAlgorithm
{
    public static string Name => nameof(BlellochScan);

    public static void Scan<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TimeScan.Rerun<T, TNumber, TreeJoin>(arrays, threads);

    public static void LastState<T, TNumber>(in ScanArrays<T> arrays, PlanePointers<T> last, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> =>
        TimeScan.LastState<T, TNumber, TreeJoin>(arrays, last, threads);

    public static void Adjoint<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TimeScan.Adjoint<T, TNumber, TreeJoin>(arrays, threads);
}
