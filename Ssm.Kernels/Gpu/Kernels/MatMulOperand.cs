namespace Ssm.Kernels.Gpu;

/// <summary>One operand of a matrix product: lines (rows of op(A), columns of op(B)), each of which goes through the
/// depth.</summary>
internal readonly struct MatMulOperand(int lines, int depth, int stride, int depthFirst)
{
    /// <summary>M or N.</summary>
    internal readonly int Lines = lines;

    /// <summary>From one line to the next.</summary>
    internal readonly int LineStride = depthFirst != 0 ? depth : 1;

    /// <summary>From one term to the next.</summary>
    internal readonly int DepthStride = depthFirst != 0 ? 1 : lines;

    /// <summary>From one matrix of the batch to the next.</summary>
    internal readonly int BatchStride = stride;

    /// <summary>Not zero where the terms of a line are neighbours in memory, and neighbouring threads take them.
    /// </summary>
    internal readonly int DepthFirst = depthFirst;
}
