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
        if (size < T.One)
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

    // e^(x²) erfc(x) for x ≥ 1, within 1e-18; the vector form's.
    private static T ErfcFar<T>(T x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T three = Number<T>(3.0), t = (x - three) / (x + three);
        T p = Number<T>(-1.931714456702025e-08);
        p = (p * t) + Number<T>(2.9909656152593684e-08);
        p = (p * t) + Number<T>(1.1723982018119807e-07);
        p = (p * t) + Number<T>(-1.376147549154281e-07);
        p = (p * t) + Number<T>(-6.297759451393115e-07);
        p = (p * t) + Number<T>(3.587834036736692e-07);
        p = (p * t) + Number<T>(3.4782239794341686e-06);
        p = (p * t) + Number<T>(-7.335442578147225e-07);
        p = (p * t) + Number<T>(-2.010210880125603e-05);
        p = (p * t) + Number<T>(4.95023889860154e-06);
        p = (p * t) + Number<T>(0.00012509961519618);
        p = (p * t) + Number<T>(-0.00010515995441566664);
        p = (p * t) + Number<T>(-0.0007798323021497183);
        p = (p * t) + Number<T>(0.0018886903777341497);
        p = (p * t) + Number<T>(0.0025293918183955932);
        p = (p * t) + Number<T>(-0.02377051491988565);
        p = (p * t) + Number<T>(0.06830802734386265);
        p = (p * t) + Number<T>(-0.11927366341526813);
        p = (p * t) + Number<T>(0.12964515870276366);
        p = (p * t) + Number<T>(-0.047562294353451245);
        p = (p * t) + Number<T>(-0.1356211061245812);
        p = (p * t) + Number<T>(1.2530080582697296);
        return p / (T.One + x + x);
    }
}
