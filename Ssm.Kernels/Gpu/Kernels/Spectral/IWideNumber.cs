namespace Ssm.Kernels.Gpu;

/// <summary>The precision in which few numbers are made, of which many others of type T are products.</summary>
internal interface IWideNumber<T, TWide>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TWide : unmanaged, IFloatingPointIeee754<TWide>
{
    /// <summary>The same number.</summary>
    static abstract TWide Widen(T value);

    /// <summary>The nearest number.</summary>
    static abstract T Narrow(TWide value);

    /// <summary>A whole number.</summary>
    static abstract TWide Of(int value);

    /// <summary>The leading digits, so few that a product with a whole number is exact.</summary>
    static abstract TWide Leading(TWide value);
}

/// <summary>Single precision beside double.</summary>
internal readonly struct SingleInDouble : IWideNumber<float, double>
{
    public static double Widen(float value) => value;

    public static float Narrow(double value) => (float)value;

    public static double Of(int value) => value;

    public static double Leading(double value) => (float)value;
}

/// <summary>Double precision beside itself.</summary>
internal readonly struct DoubleInDouble : IWideNumber<double, double>
{
    public static double Widen(double value) => value;

    public static double Narrow(double value) => value;

    public static double Of(int value) => value;

    public static double Leading(double value) => (float)value;
}

/// <summary>Single precision beside itself, for a device that has no other: phases lose digits as they grow.</summary>
internal readonly struct SingleInSingle : IWideNumber<float, float>
{
    public static float Widen(float value) => value;

    public static float Narrow(float value) => value;

    public static float Of(int value) => value;

    public static float Leading(float value) => value;
}
