namespace Ssm.Kernels;

/// <summary>The polynomials of <see cref="VectorMath"/>.</summary>
/// <remarks>
/// Chebyshev interpolants, computed in 60 digits and rounded to the type; each comment gives the function and the
/// largest error of the polynomial before rounding. Horner's rule with fused multiply-adds.
/// </remarks>
public static partial class VectorMath
{
    // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 1.4e-9.
    private static Vector<float> ExpTail(Vector<float> r)
    {
        Vector<float> p = new(0.000198909911f);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(0.00139336498f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(0.00833331048f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(0.0416664667f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(0.166666672f));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<float>(0.5f));
        return p;
    }

    // (e^r − 1 − r) / r² for |r| ≤ ln 2 / 2, within 1.4e-18.
    private static Vector<double> ExpTail(Vector<double> r)
    {
        Vector<double> p = new(2.0914686968086876e-09);
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(2.5105217004720745e-08));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(2.75572736431103e-07));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(2.7557255400206422e-06));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(2.4801587325547743e-05));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.00019841269874820627));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.0013888888888883748));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.008333333333326136));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.04166666666666667));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.1666666666666667));
        p = Vector.FusedMultiplyAdd(p, r, new Vector<double>(0.5));
        return p;
    }

    // erf(x) / x for z = x² ≤ 1, within 3e-11.
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

    // (1 + 2x) e^(x²) erfc(x) of t = (x − 3) / (x + 3) for x ≥ 0.45, within 8e-10.
    private static Vector<float> ErfcFar(Vector<float> t)
    {
        Vector<float> p = new(-0.000201852105f);
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.000703791564f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.00196618098f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.0025140238f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.0237921812f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.0683089942f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.119271167f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(0.129645169f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.047562398f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(-0.135621101f));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<float>(1.25300801f));
        return p;
    }

    // (1 + 2x) e^(x²) erfc(x) of t = (x − 3) / (x + 3) for x ≥ 0.45, within 2e-18.
    private static Vector<double> ErfcFar(Vector<double> t)
    {
        Vector<double> p = new(-4.819971581991126e-09);
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-1.0096333797401699e-08));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(3.5489820960622545e-08));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(9.725436494084162e-08));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-1.3567738403155552e-07));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-6.128754926539542e-07));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(3.5349863091448884e-07));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(3.4704763768340144e-06));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-7.303431788850293e-07));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-2.0099922580094685e-05));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(4.9492347360956755e-06));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(0.0001250992136022878));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-0.00010515976842654433));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-0.0007798322535249472));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(0.001888690357008306));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(0.0025293918146319454));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-0.023770514918556238));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(0.0683080273440331));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-0.11927366341531172));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(0.12964515870275992));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-0.04756229435345069));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(-0.13562110612458117));
        p = Vector.FusedMultiplyAdd(p, t, new Vector<double>(1.2530080582697296));
        return p;
    }

    // (atan(x) / x − 1) / z for z = x² ≤ tan²(π / 8), within 1.6e-8.
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
    private static Vector<double> AtanTail(Vector<double> z)
    {
        Vector<double> p = new(0.016282993238924487);
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.034568068014968874));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.0455149623749493));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.052304330074828924));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.05878926110528101));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.06666424634599337));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.07692296361048218));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.09090908753017178));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.11111111105145725));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.14285714285659729));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(0.19999999999999804));
        p = Vector.FusedMultiplyAdd(p, z, new Vector<double>(-0.3333333333333333));
        return p;
    }
}
