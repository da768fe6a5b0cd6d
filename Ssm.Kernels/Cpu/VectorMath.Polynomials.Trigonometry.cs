using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <content>The polynomials of the logarithm, the sine and the cosine.</content>
public static partial class VectorMath
{
    // (2 atanh(s) / s − 2) / z for z = s² ≤ (3 − 2√2)², within 2.1e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> LogTail(Vector<double> z)
    {
        Vector<double> square = z * z;
        Vector<double> even = new(0.13268773138656886);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(0.18181795640132906));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(0.28571428570803614));
        Vector<double> odd = new(0.13086626147840102);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.15386239702814658));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.22222222391713917));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.4000000000000088));
        Vector<double> p = Vector.FusedMultiplyAdd(even, z, odd);
        return Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.6666666666666666));
    }

    // (sin(r) / r − 1) / z for z = r² ≤ (π/4)², within 2.9e-11.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> SinTail(Vector<float> z)
    {
        Vector<float> p = new(2.72499256e-06f);
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.00019840087f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.00833333191f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.166666672f));
        return p;
    }

    // (sin(r) / r − 1) / z for z = r² ≤ (π/4)², within 2.1e-17.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> SinTail(Vector<double> z)
    {
        Vector<double> square = z * z;
        Vector<double> even = new(-2.5051131845003624e-08);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.00019841269836758574));
        Vector<double> odd = new(1.5918129294866608e-10);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(2.755731610255244e-06));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.008333333333330948));
        Vector<double> p = Vector.FusedMultiplyAdd(even, z, odd);
        return Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.16666666666666666));
    }

    // (cos(r) − 1 + z / 2) / z² for z = r² ≤ (π/4)², within 2e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> CosTail(Vector<float> z)
    {
        Vector<float> p = new(2.45479423e-05f);
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.00138883025f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.0416666642f));
        return p;
    }

    // (cos(r) − 1 + z / 2) / z² for z = r² ≤ (π/4)², within 1.3e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> CosTail(Vector<double> z)
    {
        Vector<double> square = z * z;
        Vector<double> even = new(2.08761462684032e-09);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(2.480158729876569e-05));
        Vector<double> odd = new(-1.1382632425521717e-11);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-2.7557317271729793e-07));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-0.0013888888888887398));
        Vector<double> p = Vector.FusedMultiplyAdd(even, z, odd);
        return Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.041666666666666664));
    }
}
