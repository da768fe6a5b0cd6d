using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Matrices turned over.</summary>
internal static class TransposeKernels
{
    /// <summary>Rows and columns of the square that a group turns over in its shared memory.</summary>
    internal const int Tile = 32;

    // One more than the tile has: the threads that read a column then meet different banks of the memory.
    private const int Stride = Tile + 1;

    /// <summary>y[b, c, r] = x[b, r, c], so that both are read and written along their rows.</summary>
    internal static void Transpose<T>(
        ArrayView<T> x, ArrayView<T> y, int rows, int columns, Divisor tilesDown, Divisor tilesAcross)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArrayView<T> square = SharedMemory.Allocate1D<T>(Tile * Stride);
        int line = tilesAcross.Quotient(Grid.IdxX), batch = tilesDown.Quotient(line);
        int top = (line - (batch * tilesDown.Value)) * Tile, left = (Grid.IdxX - (line * tilesAcross.Value)) * Tile;
        int start = batch * rows * columns;
        for (int i = Group.IdxX; i < Tile * Tile; i += Group.DimX)
        {
            int row = i / Tile, column = i % Tile;
            if (top + row < rows && left + column < columns)
            {
                square[(row * Stride) + column] = x[start + ((top + row) * columns) + left + column];
            }
        }

        Group.Barrier();
        for (int i = Group.IdxX; i < Tile * Tile; i += Group.DimX)
        {
            int column = i / Tile, row = i % Tile;
            if (top + row < rows && left + column < columns)
            {
                y[start + ((left + column) * rows) + top + row] = square[(row * Stride) + column];
            }
        }
    }
}
