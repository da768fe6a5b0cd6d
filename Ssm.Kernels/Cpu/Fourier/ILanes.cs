namespace Ssm.Kernels;

/// <summary>One point of a block of signals, a signal in each lane: <see cref="Lanes{T}"/> or the wider
/// <see cref="WideLanes{T}"/>. The passes are written once for both.</summary>
/// <remarks>Each lane sees the same operations in either: where a fused operation is one instruction, its bits do not
/// depend on the width.</remarks>
internal unsafe interface ILanes<TSelf, T>
    where TSelf : unmanaged, ILanes<TSelf, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>How many signals there are.</summary>
    static abstract int Count { get; }

    /// <summary>i·conj(z).</summary>
    TSelf Swapped { get; }

    /// <summary>conj(z).</summary>
    TSelf Conjugate { get; }

    /// <summary>−conj(z).</summary>
    TSelf NegativeConjugate { get; }

    static abstract TSelf operator -(TSelf x);

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>x·y, lane by lane.</summary>
    static abstract TSelf operator *(TSelf x, TSelf y);

    /// <summary>x·real.</summary>
    static abstract TSelf Scale(TSelf x, T real);

    /// <summary>x·real + y.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, T real, TSelf y);

    /// <summary>x·y + z.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>conj(x)·y + z.</summary>
    static abstract TSelf ConjugateMultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>conj(x)·y.</summary>
    static abstract TSelf ConjugateTimes(TSelf x, TSelf y);

    /// <summary>x + i·y.</summary>
    static abstract TSelf AddTimesI(TSelf x, TSelf y);

    /// <summary>x − i·y.</summary>
    static abstract TSelf SubtractTimesI(TSelf x, TSelf y);

    /// <summary>x + conj(y).</summary>
    static abstract TSelf AddConjugate(TSelf x, TSelf y);

    /// <summary>x − conj(y).</summary>
    static abstract TSelf SubtractConjugate(TSelf x, TSelf y);

    /// <summary>The pair at <paramref name="w"/>, real part first, in every lane.</summary>
    static abstract TSelf Broadcast(T* w);

    /// <summary>The point of two rows, zeros in the lanes from <paramref name="width"/> on.</summary>
    static abstract TSelf Load(T* re, T* im, int width);

    /// <summary>The point of a row of real numbers, zeros in the lanes from <paramref name="width"/> on.</summary>
    static abstract TSelf LoadReal(T* re, int width);

    /// <summary>Writes the first lanes of the real parts.</summary>
    void StoreReal(T* row, int width);

    /// <summary>Writes the first lanes of the imaginary parts.</summary>
    void StoreImaginary(T* row, int width);
}
