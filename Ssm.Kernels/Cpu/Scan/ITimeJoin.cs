namespace Ssm.Kernels;

/// <summary>How the summaries of chunks become the true states at their ends.</summary>
internal interface ITimeJoin
{
    /// <summary>How many rows (C) of powers it needs, for factors that do not change with time.</summary>
    static abstract int PowerRows(int chunkRows);

    /// <summary>Fills the rows of powers, once for a call.</summary>
    static abstract void FillPowers<T, TNumber>(in TimeWork<T> work)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>;

    /// <summary>
    /// Replaces the first so many states of a sequence by the true ones. That of chunk 0 is true, and counts as cut.
    /// </summary>
    static abstract void Join<T, TNumber, TGate>(in TimeWork<T> work, int count, int batch)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : struct, IScanNumber<T, TNumber>
        where TGate : struct, IScanGate;
}
