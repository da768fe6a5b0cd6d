using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Adds up what the pieces of a primitive found, (pieces, columns), in an order that the sizes alone decide.
/// </summary>
/// <remarks>
/// Many pieces are added in two passes, each of about the root of their number: short sums round less, and the first
/// pass has more threads.
/// </remarks>
internal static class PieceSums
{
    // So few rows are one short loop, which is not worth a second launch.
    private const int FewRows = 16;

    /// <summary>sums[c] = Σ_p parts[p · stride + c].</summary>
    internal static void Add<T>(
        in GpuWork work, ArrayView<T> parts, int rows, int stride, ArrayView<T> sums, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (rows <= FewRows)
        {
            work.Launch(AddRows, work.Over(columns), parts, sums, rows, stride, columns, rows);
            return;
        }

        int each = (int)Math.Ceiling(Math.Sqrt(rows)), some = (rows + each - 1) / each;
        ArrayView<T> between = work.Scratch<T>(checked(some * columns));
        work.Launch(AddRows, work.Over(some * columns), parts, between, rows, stride, columns, each);
        work.Launch(AddRows, work.Over(columns), between, sums, some, columns, columns, some);
    }

    // One thread adds `each` rows of one column; with no rows at all there is still one piece, of zeros.
    private static void AddRows<T>(
        ArrayView<T> parts, ArrayView<T> sums, int rows, int stride, int columns, int each)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int pieces = rows == each ? 1 : (rows + each - 1) / each;
        for (int i = GridStride.Start; i < pieces * columns; i += GridStride.Step)
        {
            int piece = i / columns, column = i - (piece * columns);
            int first = piece * each, end = first + each < rows ? first + each : rows;
            T sum = T.Zero;
            for (int row = first; row < end; row++)
            {
                sum += parts[(row * stride) + column];
            }

            sums[i] = sum;
        }
    }
}
