namespace Ssm.Kernels.Gpu;

/// <summary>What a reduction combines: a number for each row and column, read or computed.</summary>
internal interface ITerm<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number at a row and a column.</summary>
    T At(int row, int column);
}
