using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>An argument that is the same number for all elements.</summary>
internal readonly struct ScalarOperand<T> : IOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Vector<T> _lanes;

    internal ScalarOperand(T value) => _lanes = new Vector<T>(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> Load(nuint i) => _lanes;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector<T> LoadTail(nuint i, nuint count) => _lanes;
}
