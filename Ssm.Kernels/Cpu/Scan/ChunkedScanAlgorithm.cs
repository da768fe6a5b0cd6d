namespace Ssm.Kernels;

/// <summary>Chunks joined one after the other, and corrected by powers of a where a does not change.</summary>
internal readonly struct ChunkedScanAlgorithm : IScanAlgorithm
{
    public static string Name => nameof(ChunkedScan);

    public static void Scan<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
    {
        if (arrays.Invariant)
        {
            TimeScan.Correct<T, TNumber>(arrays.Cached(), threads);
        }
        else
        {
            TimeScan.Rerun<T, TNumber, SerialJoin>(arrays, threads);
        }
    }

    public static void LastState<T, TNumber>(in ScanArrays<T> arrays, PlanePointers<T> last, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> =>
        TimeScan.LastState<T, TNumber, SerialJoin>(arrays, last, threads);

    public static void Adjoint<T, TNumber>(in ScanArrays<T> arrays, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber> => TimeScan.Adjoint<T, TNumber, SerialJoin>(arrays, threads);
}
