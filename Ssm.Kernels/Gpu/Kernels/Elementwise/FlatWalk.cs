namespace Ssm.Kernels.Gpu;

/// <summary>A walk along one axis: each operand moves by one element, or stays.</summary>
internal readonly struct FlatWalk(int leftStride, int rightStride) : IBroadcastWalk
{
    private readonly int _leftStride = leftStride;
    private readonly int _rightStride = rightStride;

    /// <inheritdoc/>
    public int Left(int i) => i * _leftStride;

    /// <inheritdoc/>
    public int Right(int i) => i * _rightStride;
}
