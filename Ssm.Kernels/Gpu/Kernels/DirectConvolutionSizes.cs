namespace Ssm.Kernels.Gpu;

/// <summary>The sizes of a convolution by its definition.</summary>
internal readonly struct DirectConvolutionSizes(in ConvolutionShape shape, int steps)
{
    internal readonly int Batch = shape.Batch;
    internal readonly int Length = shape.Length;
    internal readonly int Channels = shape.Channels;
    internal readonly int Taps = shape.Width < shape.Length ? shape.Width : shape.Length;

    /// <summary>Steps of a piece in the gradient of the kernels.</summary>
    internal readonly int Steps = steps;

    /// <summary>Pieces of a sequence in the gradient of the kernels.</summary>
    internal readonly int Pieces = (shape.Length + steps - 1) / steps;
}
