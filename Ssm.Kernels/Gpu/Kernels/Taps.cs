namespace Ssm.Kernels.Gpu;

/// <summary>How many taps a short filter has, as a type: a kernel is compiled for each number.</summary>
internal interface ITaps
{
    /// <summary>The number.</summary>
    static abstract int Count { get; }
}

internal readonly struct OneTap : ITaps
{
    public static int Count => 1;
}

internal readonly struct TwoTaps : ITaps
{
    public static int Count => 2;
}

internal readonly struct ThreeTaps : ITaps
{
    public static int Count => 3;
}

internal readonly struct FourTaps : ITaps
{
    public static int Count => 4;
}

internal readonly struct FiveTaps : ITaps
{
    public static int Count => 5;
}

internal readonly struct SixTaps : ITaps
{
    public static int Count => 6;
}

internal readonly struct SevenTaps : ITaps
{
    public static int Count => 7;
}

internal readonly struct EightTaps : ITaps
{
    public static int Count => 8;
}
