namespace Ssm.Kernels;

/// <summary>The loops over time that every scan and every adjoint is made of.</summary>
internal static class ScanLoop
{
    /// <summary>
    /// h = gate(a) ⊙ (the row before) + b, row after row; a row apart is a signed number of elements.
    /// </summary>
    /// <param name="a">The factors of the first row; not read there when there is no carry.</param>
    /// <param name="aStep">From one row of factors to the next, 0 for factors that do not change with time.</param>
    /// <param name="b">The first row of the inputs.</param>
    /// <param name="h">The first row of the outputs.</param>
    /// <param name="step">From one row of inputs and outputs to the next: negative walks back in time.</param>
    /// <param name="rows">How many rows, at least one.</param>
    /// <param name="carry">The row before the first, or nothing for zero.</param>
    /// <param name="walk">The channels.</param>
    internal static void Recur<T, TRows, TGate>(
        PlanePointers<T> a,
        nint aStep,
        PlanePointers<T> b,
        PlanePointers<T> h,
        nint step,
        int rows,
        PlanePointers<T> carry,
        LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
        where TGate : struct, IScanGate<T>
    {
        if (carry.Exists)
        {
            TRows.MultiplyAdd<TGate>(walk, a, carry, b, h);
        }
        else
        {
            TRows.Copy(walk, b, h);
        }

        Continue<T, TRows, TGate>(a, aStep, b, h, step, rows, walk);
    }

    /// <summary>
    /// The last row of the same recurrence alone, left in <paramref name="x"/>, and the product of its factors.
    /// </summary>
    /// <remarks>What a chunk of time does to any state before it is product ⊙ state + x.</remarks>
    internal static void Summarize<T, TRows, TGate>(
        PlanePointers<T> a,
        PlanePointers<T> b,
        nint step,
        int rows,
        PlanePointers<T> carry,
        PlanePointers<T> product,
        PlanePointers<T> x,
        LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
        where TGate : struct, IScanGate<T>
    {
        if (carry.Exists)
        {
            TRows.MultiplyAdd<TGate>(walk, a, carry, b, x);
        }
        else
        {
            TRows.Copy(walk, b, x);
        }

        if (product.Exists)
        {
            TRows.Copy(walk, a, product);
        }

        for (int n = 1; n < rows; n++)
        {
            a = a.At(step);
            b = b.At(step);
            TRows.MultiplyAdd<TGate>(walk, a, x, b, x);
            if (product.Exists)
            {
                TRows.Multiply<PlainGate<T>>(walk, a, product, product);
            }
        }
    }

    // Apart from the first row, so that this loop calls nothing.
    private static void Continue<T, TRows, TGate>(
        PlanePointers<T> a, nint aStep, PlanePointers<T> b, PlanePointers<T> h, nint step, int rows, LaneWalk walk)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TRows : struct, IScanRows<T>
        where TGate : struct, IScanGate<T>
    {
        for (int n = 1; n < rows; n++)
        {
            PlanePointers<T> before = h;
            a = a.At(aStep);
            b = b.At(step);
            h = h.At(step);
            TRows.MultiplyAdd<TGate>(walk, a, before, b, h);
        }
    }
}
