using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The polynomials of <see cref="VectorMath"/>.</summary>
/// <remarks>
/// Chebyshev interpolants, computed in 60 digits and rounded to the type; each comment gives the function and the
/// largest error of the polynomial before rounding. Horner's rule with fused multiply-adds; in long ones all but the
/// constant is cut into even and odd powers, which the processor computes at the same time.
/// </remarks>
public static partial class VectorMath
{
    // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 1.4e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ExpTail(Vector<double> r)
    {
        Vector<double> square = r * r;
        Vector<double> even = new(2.0914686968086876e-09);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(2.75572736431103e-07));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(2.4801587325547743e-05));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(0.0013888888888883748));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(0.04166666666666667));
        Vector<double> odd = new(2.5105217004720745e-08);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(2.7557255400206422e-06));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.00019841269874820627));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.008333333333326136));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.1666666666666667));
        Vector<double> p = Vector.FusedMultiplyAdd(even, r, odd);
        return Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.5));
    }

    // erf(x) / x for z = x² ≤ 1, within 3e-11.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ErfNear(Vector<float> z)
    {
        Vector<float> p = new(-9.66704465e-6f);
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.000112659589f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.000848408032f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.00522103161f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.0268654302f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.112837821f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.376126379f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(1.12837923f));
        return p;
    }

    // erf(x) / x for z = x² ≤ 1, within 4e-23.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ErfNear(Vector<double> z)
    {
        Vector<double> p = new(2.8067128195611264e-13);
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-6.1967364287877e-12));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(9.323723518153027e-11));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-1.2277734486795524e-09));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(1.4806027146128752e-08));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-1.636576864883207e-07));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(1.6462110782018636e-06));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-1.4925650236967501e-05));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.00012055332978879483));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.0008548327023403001));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.005223977625441674));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.026866170645131218));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.11283791670955126));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.37612638903183754));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(1.1283791670955126));
        return p;
    }

    // (1 + 2x) e^(x²) erfc(x) of t = (x − 3) / (x + 3) for x ≥ 0, within 7e-9.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> ErfcFar(Vector<float> t)
    {
        Vector<float> square = t * t;
        Vector<float> even = new(-9.2537477e-05f);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<float>(0.0018750598f));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<float>(-0.0237635598f));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<float>(-0.119275279f));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<float>(-0.0475621559f));
        Vector<float> odd = new(8.00746493e-05f);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<float>(-0.000734082249f));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<float>(0.00250677881f));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<float>(0.0683131963f));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<float>(0.129644722f));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<float>(-0.135621101f));
        Vector<float> p = Vector.FusedMultiplyAdd(even, t, odd);
        return Vector.FusedMultiplyAdd(p, t, new Vector<float>(1.25300801f));
    }

    // (1 + 2x) e^(x²) erfc(x) of t = (x − 3) / (x + 3) for x ≥ 0, within 7e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> ErfcFar(Vector<double> t)
    {
        Vector<double> square = t * t;
        Vector<double> even = new(8.373381012718647e-10);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-8.205368613668506e-09));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(4.1031879647669136e-08));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-1.404280231146471e-07));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(3.557144037338778e-07));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-7.307987568335185e-07));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(4.949184247499334e-06));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.0001051597161389205));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(0.0018886903443923074));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.023770514917108264));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.11927366341538977));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.04756229435344912));
        Vector<double> odd = new(-2.518196175544385e-11);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(1.143376966619537e-09));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-1.3744212187762753e-08));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(1.025209517431606e-07));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-6.172965356374769e-07));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(3.4728426077658818e-06));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-2.0100758859878088e-05));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.0001250994092809144));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-0.0007798322831160853));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.0025293918173694796));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.0683080273438932));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.12964515870276316));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(-0.1356211061245812));
        Vector<double> p = Vector.FusedMultiplyAdd(even, t, odd);
        return Vector.FusedMultiplyAdd(p, t, new Vector<double>(1.2530080582697296));
    }

    // (atan(x) / x − 1) / z for z = x² ≤ tan²(π / 8), within 1.6e-8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> AtanTail(Vector<float> z)
    {
        Vector<float> p = new(-0.0645150915f);
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.107436053f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.142639443f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(0.199995399f));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<float>(-0.333333313f));
        return p;
    }

    // (atan(x) / x − 1) / z for z = x² ≤ tan²(π / 8), within 1.2e-18.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<double> AtanTail(Vector<double> z)
    {
        Vector<double> square = z * z;
        Vector<double> even = new(-0.034568068014968874);
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.052304330074828924));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.06666424634599337));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.09090908753017178));
        even = Vector.FusedMultiplyAdd(even, square, new Vector<double>(-0.14285714285659729));
        Vector<double> odd = new(0.016282993238924487);
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.0455149623749493));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.05878926110528101));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.07692296361048218));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.11111111105145725));
        odd = Vector.FusedMultiplyAdd(odd, square, new Vector<double>(0.19999999999999804));
        Vector<double> p = Vector.FusedMultiplyAdd(even, z, odd);
        return Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.3333333333333333));
    }
}
