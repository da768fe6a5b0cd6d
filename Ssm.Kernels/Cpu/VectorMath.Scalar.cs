namespace Ssm.Kernels;

/// <summary>The scalar forms: what a GPU thread runs, in terms of the device's exponential and logarithm.</summary>
public static partial class VectorMath
{
    /// <summary>e^x − 1 of one number, also where it is tiny.</summary>
    /// <remarks>
    /// Kahan's: with u = e^x as rounded, (u − 1) x / log u is accurate, because both factors see the same rounded u.
    /// Higham, "Accuracy and Stability of Numerical Algorithms", 2nd edition, 2002, section 1.14.1.
    /// </remarks>
    public static T Expm1<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T u = T.Exp(x), less = u - T.One;
        return u == T.One ? x : less == -T.One || u > Number<T>(1e8) ? less : less * (x / T.Log(u));
    }

    /// <summary>log(1 + x) of one number, also where it is tiny; Kahan's, as <see cref="Expm1{T}(T)"/>.</summary>
    public static T Log1p<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T u = T.One + x;
        return u == T.One ? x : u > Number<T>(1e18) || u == T.Zero ? T.Log(u) : T.Log(u) * (x / (u - T.One));
    }

    /// <summary>σ(x) of one number.</summary>
    public static T Sigmoid<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T e = T.Exp(-T.Abs(x));
        return (x < T.Zero ? e : T.One) / (T.One + e);
    }

    /// <summary>softplus of one number: log(1 + e^x), and x itself above 20 as in PyTorch.</summary>
    public static T Softplus<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        x > Number<T>(20.0) ? x : Log1p(T.Exp(x));

    /// <summary>The error function of one number.</summary>
    public static T Erf<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T size = T.Abs(x);
        if (size < T.One)
        {
            return x * ErfNear(x * x);
        }

        T far = size > Number<T>(6.0) ? T.One : T.One - (ErfcFar(size) * T.Exp(-(x * x)));
        return x < T.Zero ? -far : far;
    }

    /// <summary>Φ(x) = (1 + erf(x / √2)) / 2 of one number.</summary>
    public static T Phi<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T half = Number<T>(0.5), s = x * Number<T>(0.7071067811865476), size = T.Abs(s);
        if (size < Number<T>(0.46))
        {
            return half + (half * s * ErfNear(s * s));
        }

        T tail = size > Number<T>(28.0) ? T.Zero : half * ErfcFar(size) * T.Exp(-half * x * x);
        return x < T.Zero ? tail : T.One - tail;
    }

    // erf(x) / x for z = x² ≤ 1, within 4e-23; the vector form's.
    private static T ErfNear<T>(T z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T p = Number<T>(2.8067128195611264e-13);
        p = (p * z) + Number<T>(-6.1967364287877e-12);
        p = (p * z) + Number<T>(9.323723518153027e-11);
        p = (p * z) + Number<T>(-1.2277734486795524e-09);
        p = (p * z) + Number<T>(1.4806027146128752e-08);
        p = (p * z) + Number<T>(-1.636576864883207e-07);
        p = (p * z) + Number<T>(1.6462110782018636e-06);
        p = (p * z) + Number<T>(-1.4925650236967501e-05);
        p = (p * z) + Number<T>(0.00012055332978879483);
        p = (p * z) + Number<T>(-0.0008548327023403001);
        p = (p * z) + Number<T>(0.005223977625441674);
        p = (p * z) + Number<T>(-0.026866170645131218);
        p = (p * z) + Number<T>(0.11283791670955126);
        p = (p * z) + Number<T>(-0.37612638903183754);
        p = (p * z) + Number<T>(1.1283791670955126);
        return p;
    }

    // e^(x²) erfc(x) for x ≥ 0.45, within 2e-18; the vector form's.
    private static T ErfcFar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T three = Number<T>(3.0), t = (x - three) / (x + three);
        T p = Number<T>(-4.819971581991126e-09);
        p = (p * t) + Number<T>(-1.0096333797401699e-08);
        p = (p * t) + Number<T>(3.5489820960622545e-08);
        p = (p * t) + Number<T>(9.725436494084162e-08);
        p = (p * t) + Number<T>(-1.3567738403155552e-07);
        p = (p * t) + Number<T>(-6.128754926539542e-07);
        p = (p * t) + Number<T>(3.5349863091448884e-07);
        p = (p * t) + Number<T>(3.4704763768340144e-06);
        p = (p * t) + Number<T>(-7.303431788850293e-07);
        p = (p * t) + Number<T>(-2.0099922580094685e-05);
        p = (p * t) + Number<T>(4.9492347360956755e-06);
        p = (p * t) + Number<T>(0.0001250992136022878);
        p = (p * t) + Number<T>(-0.00010515976842654433);
        p = (p * t) + Number<T>(-0.0007798322535249472);
        p = (p * t) + Number<T>(0.001888690357008306);
        p = (p * t) + Number<T>(0.0025293918146319454);
        p = (p * t) + Number<T>(-0.023770514918556238);
        p = (p * t) + Number<T>(0.0683080273440331);
        p = (p * t) + Number<T>(-0.11927366341531172);
        p = (p * t) + Number<T>(0.12964515870275992);
        p = (p * t) + Number<T>(-0.04756229435345069);
        p = (p * t) + Number<T>(-0.13562110612458117);
        p = (p * t) + Number<T>(1.2530080582697296);
        return p / (T.One + x + x);
    }
}
