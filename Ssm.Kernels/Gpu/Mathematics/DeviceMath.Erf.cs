namespace Ssm.Kernels.Gpu;

/// <content>The error function.</content>
internal static partial class DeviceMath
{
    /// <summary>The error function, within 3 ulp.</summary>
    internal static float Erf(float x)
    {
        // erfc is 0 at the bound already; no number passes through either form.
        float size = Size(x), outer = size > 10.1f ? 10.1f : size;
        float far = 1.0f - (ErfcFar(outer) * Exp(-outer * outer));
        return CopySign(size < 1.0f ? size * ErfNear(size * size) : far, x);
    }

    /// <summary>The error function, within 3 ulp.</summary>
    internal static double Erf(double x)
    {
        double size = Size(x), outer = size > 27.5 ? 27.5 : size;
        double far = 1.0 - (ErfcFar(outer) * Exp(-outer * outer));
        return CopySign(size < 1.0 ? size * ErfNear(size * size) : far, x);
    }

    // erf(x) / x for z = x² ≤ 1, within 3e-11.
    private static float ErfNear(float z)
    {
        float p = -9.66704465e-6f;
        p = (p * z) + 0.000112659589f;
        p = (p * z) + -0.000848408032f;
        p = (p * z) + 0.00522103161f;
        p = (p * z) + -0.0268654302f;
        p = (p * z) + 0.112837821f;
        p = (p * z) + -0.376126379f;
        p = (p * z) + 1.12837923f;
        return p;
    }

    // erf(x) / x for z = x² ≤ 1, within 4e-23.
    private static double ErfNear(double z)
    {
        double p = 2.8067128195611264e-13;
        p = (p * z) + -6.1967364287877e-12;
        p = (p * z) + 9.323723518153027e-11;
        p = (p * z) + -1.2277734486795524e-09;
        p = (p * z) + 1.4806027146128752e-08;
        p = (p * z) + -1.636576864883207e-07;
        p = (p * z) + 1.6462110782018636e-06;
        p = (p * z) + -1.4925650236967501e-05;
        p = (p * z) + 0.00012055332978879483;
        p = (p * z) + -0.0008548327023403001;
        p = (p * z) + 0.005223977625441674;
        p = (p * z) + -0.026866170645131218;
        p = (p * z) + 0.11283791670955126;
        p = (p * z) + -0.37612638903183754;
        p = (p * z) + 1.1283791670955126;
        return p;
    }

    // e^(x²) erfc(x) for x ≥ 0, within 7e-9; the polynomial's argument is (x − 3) / (x + 3).
    private static float ErfcFar(float x)
    {
        float t = (x - 3.0f) / (x + 3.0f);
        float p = 8.00746493e-05f;
        p = (p * t) + -9.2537477e-05f;
        p = (p * t) + -0.000734082249f;
        p = (p * t) + 0.0018750598f;
        p = (p * t) + 0.00250677881f;
        p = (p * t) + -0.0237635598f;
        p = (p * t) + 0.0683131963f;
        p = (p * t) + -0.119275279f;
        p = (p * t) + 0.129644722f;
        p = (p * t) + -0.0475621559f;
        p = (p * t) + -0.135621101f;
        p = (p * t) + 1.25300801f;
        return p / ((x + x) + 1.0f);
    }

    // e^(x²) erfc(x) for x ≥ 0, within 7e-18; the polynomial's argument is (x − 3) / (x + 3).
    private static double ErfcFar(double x)
    {
        double t = (x - 3.0) / (x + 3.0);
        double p = -2.518196175544385e-11;
        p = (p * t) + 8.373381012718647e-10;
        p = (p * t) + 1.143376966619537e-09;
        p = (p * t) + -8.205368613668506e-09;
        p = (p * t) + -1.3744212187762753e-08;
        p = (p * t) + 4.1031879647669136e-08;
        p = (p * t) + 1.025209517431606e-07;
        p = (p * t) + -1.404280231146471e-07;
        p = (p * t) + -6.172965356374769e-07;
        p = (p * t) + 3.557144037338778e-07;
        p = (p * t) + 3.4728426077658818e-06;
        p = (p * t) + -7.307987568335185e-07;
        p = (p * t) + -2.0100758859878088e-05;
        p = (p * t) + 4.949184247499334e-06;
        p = (p * t) + 0.0001250994092809144;
        p = (p * t) + -0.0001051597161389205;
        p = (p * t) + -0.0007798322831160853;
        p = (p * t) + 0.0018886903443923074;
        p = (p * t) + 0.0025293918173694796;
        p = (p * t) + -0.023770514917108264;
        p = (p * t) + 0.0683080273438932;
        p = (p * t) + -0.11927366341538977;
        p = (p * t) + 0.12964515870276316;
        p = (p * t) + -0.04756229435344912;
        p = (p * t) + -0.1356211061245812;
        p = (p * t) + 1.2530080582697296;
        return p / ((x + x) + 1.0);
    }
}
