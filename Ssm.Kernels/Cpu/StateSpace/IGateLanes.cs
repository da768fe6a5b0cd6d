namespace Ssm.Kernels;

/// <summary>Several numbers side by side: what the loops of a gated recurrence need of a vector.</summary>
/// <remarks>Each lane depends on that lane of the arguments alone, and has the same bits in every width.</remarks>
internal unsafe interface IGateLanes<T, TSelf>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TSelf : struct, IGateLanes<T, TSelf>
{
    /// <summary>How many there are.</summary>
    static abstract int Count { get; }

    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>The quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>One number in every lane.</summary>
    static abstract TSelf Number(T value);

    /// <summary>The numbers at an address.</summary>
    static abstract TSelf Load(T* from);

    /// <summary>Writes the numbers to an address.</summary>
    static abstract void Store(TSelf x, T* to);

    /// <summary>a b + c, rounded once where the processor can.</summary>
    static abstract TSelf MultiplyAdd(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller one; b where either is no number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>√x.</summary>
    static abstract TSelf SquareRoot(TSelf x);

    /// <summary>σ(x).</summary>
    static abstract TSelf Sigmoid(TSelf x);

    /// <summary>e^−x, and e^−x − 1 with all its digits, for x ≥ 0.</summary>
    static abstract TSelf Decay(TSelf x, out TSelf less);
}
