namespace Ssm.Kernels;

/// <summary>
/// A rectangle to copy: rows of <paramref name="Width"/> numbers, each operand with its own row distance.
/// </summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Width">Numbers in a row.</param>
/// <param name="FromStride">From the start of one row to the next where it is read.</param>
/// <param name="ToStride">From the start of one row to the next where it is written.</param>
public readonly record struct RowCopy(int Rows, int Width, int FromStride, int ToStride);
