using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

internal static partial class SingleMath
{
    /// <summary>The natural logarithm.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Log<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        TLanes zero = TLanes.Number(0.0f), normal = x, shift = zero;
        bool ordinary = TLanes.AllNormal(x);
        if (!ordinary)
        {
            // Subnormal numbers are brought into the normal range, exactly.
            TLanes small = TLanes.Less(x, TLanes.Number(1.17549435e-38f));
            normal = TLanes.Select(small, x * TLanes.Number(33554432.0f), x);
            shift = TLanes.Select(small, TLanes.Number(-25.0f), zero);
        }

        TLanes y = LogNormal(normal, shift, zero);
        if (!ordinary)
        {
            // log 0 = −∞, log ∞ = ∞, and of what is negative or no number there is none.
            TLanes infinity = TLanes.Number(float.PositiveInfinity), none = TLanes.Number(float.NaN);
            y = TLanes.Select(TLanes.Less(x, infinity), y, x);
            y = TLanes.Select(TLanes.Less(zero, x), y, none);
            y = TLanes.Select(TLanes.Equal(x, zero), TLanes.Negate(infinity), y);
        }

        return y;
    }

    /// <summary>log u + shift · ln 2 + correction for a normal u; garbage for other u.</summary>
    /// <remarks>The algorithm is told where <see cref="VectorMath"/> has it for doubles.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes LogNormal<TLanes>(TLanes u, TLanes shift, TLanes correction)
        where TLanes : struct, ISingleLanes<TLanes>
    {
        // The distance to √½ as integers: its exponent field is k, and falls from one k to the next at √2.
        TLanes steps = TLanes.ShiftRightSigned(TLanes.SubtractBits(u, TLanes.Bits(0x3F3504F3)), 23);
        TLanes m = TLanes.SubtractBits(u, TLanes.ShiftLeft(steps, 23));
        TLanes whole = TLanes.Number(12582912.0f), k = (TLanes.AddBits(steps, whole) - whole) + shift;

        TLanes f = m - TLanes.Number(1.0f), s = f / (f + TLanes.Number(2.0f)), z = s * s;
        TLanes square = TLanes.Number(0.5f) * f * f;

        // (2 atanh(s) / s − 2) / z for z = s² ≤ (3 − 2√2)², within 1.2e-9.
        TLanes p = TLanes.Fma(TLanes.Number(0.233304679f), z, TLanes.Number(0.285508215f));
        p = TLanes.Fma(p, z, TLanes.Number(0.400001228f));
        p = TLanes.Fma(p, z, TLanes.Number(0.666666687f));
        TLanes low = TLanes.Fma(k, TLanes.Number(1.42860677e-6f), correction);
        TLanes tail = TLanes.Fma(s, TLanes.Fma(z, p, square), low) - square;
        return TLanes.Fma(k, TLanes.Number(0.693145751953125f), f + tail);
    }
}
