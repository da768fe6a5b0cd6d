namespace Ssm.Kernels.Gpu;

/// <summary>A positive divisor of indices, as a product and a shift: a device has no instruction for a quotient.
/// </summary>
/// <remarks>
/// Granlund and Montgomery, "Division by Invariant Integers Using Multiplication", 1994: with s = ⌈log₂ d⌉ and
/// m = ⌊2^32 (2^s − d) / d⌋ + 1, n / d = (⌊m n / 2^32⌋ + n) / 2^s; no sum overflows for n below 2^31.
/// </remarks>
internal readonly struct Divisor
{
    private readonly uint _multiplier;
    private readonly int _shift;
    private readonly int _value;

    internal Divisor(int value)
    {
        _value = value;
        _shift = 32 - BitOperations.LeadingZeroCount((uint)Math.Max(value, 1) - 1);
        _multiplier = (uint)((((1ul << _shift) - (ulong)Math.Max(value, 1)) << 32) / (ulong)Math.Max(value, 1)) + 1;
    }

    /// <summary>The divisor.</summary>
    internal int Value => _value;

    /// <summary>n / d.</summary>
    internal int Quotient(int n) => (int)(((uint)(((ulong)_multiplier * (uint)n) >> 32) + (uint)n) >> _shift);
}
