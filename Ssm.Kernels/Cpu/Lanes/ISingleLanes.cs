namespace Ssm.Kernels;

/// <summary>Several floats side by side: what <see cref="SingleMath"/> needs of a vector, whatever its width.</summary>
/// <remarks>
/// Each lane of a result depends on that lane of the arguments alone, and every operation is rounded once, so a
/// function written against this interface gives the same bits in all widths. A mask has all bits of a lane or none.
/// </remarks>
internal interface ISingleLanes<TSelf>
    where TSelf : struct, ISingleLanes<TSelf>
{
    /// <summary>The sum.</summary>
    static abstract TSelf operator +(TSelf a, TSelf b);

    /// <summary>The difference.</summary>
    static abstract TSelf operator -(TSelf a, TSelf b);

    /// <summary>The product.</summary>
    static abstract TSelf operator *(TSelf a, TSelf b);

    /// <summary>The quotient.</summary>
    static abstract TSelf operator /(TSelf a, TSelf b);

    /// <summary>One number in every lane.</summary>
    static abstract TSelf Number(float value);

    /// <summary>One pattern of bits in every lane.</summary>
    static abstract TSelf Bits(int value);

    /// <summary>a b + c with one rounding.</summary>
    static abstract TSelf Fma(TSelf a, TSelf b, TSelf c);

    /// <summary>The smaller one; b where either is no number.</summary>
    static abstract TSelf Min(TSelf a, TSelf b);

    /// <summary>The larger one; b where either is no number.</summary>
    static abstract TSelf Max(TSelf a, TSelf b);

    /// <summary>|a|.</summary>
    static abstract TSelf Abs(TSelf a);

    /// <summary>−|a|.</summary>
    static abstract TSelf NegativeAbs(TSelf a);

    /// <summary>A size that is not negative, with the sign of a.</summary>
    static abstract TSelf CopySign(TSelf size, TSelf a);

    /// <summary>−a.</summary>
    static abstract TSelf Negate(TSelf a);

    /// <summary>A mask of a &lt; b.</summary>
    static abstract TSelf Less(TSelf a, TSelf b);

    /// <summary>A mask of a = b.</summary>
    static abstract TSelf Equal(TSelf a, TSelf b);

    /// <summary>a where the mask is set, b elsewhere.</summary>
    static abstract TSelf Select(TSelf mask, TSelf a, TSelf b);

    /// <summary>The sum of the bits as whole numbers.</summary>
    static abstract TSelf AddBits(TSelf a, TSelf b);

    /// <summary>The difference of the bits as whole numbers.</summary>
    static abstract TSelf SubtractBits(TSelf a, TSelf b);

    /// <summary>The bits moved up.</summary>
    static abstract TSelf ShiftLeft(TSelf a, int count);

    /// <summary>The bits moved down, zeros following.</summary>
    static abstract TSelf ShiftRight(TSelf a, int count);

    /// <summary>The bits moved down, the sign following.</summary>
    static abstract TSelf ShiftRightSigned(TSelf a, int count);

    /// <summary>Whether every lane is a positive normal number.</summary>
    static abstract bool AllNormal(TSelf a);
}
