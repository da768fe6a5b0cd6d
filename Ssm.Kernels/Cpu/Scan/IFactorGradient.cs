namespace Ssm.Kernels;

/// <summary>What an adjoint makes of the gradients of its factors.</summary>
internal interface IFactorGradient
{
    /// <summary>A row for each step.</summary>
    static abstract bool EachRow { get; }

    /// <summary>One row, the sum over all steps.</summary>
    static abstract bool Sum { get; }
}

/// <summary>Nobody wants them.</summary>
internal readonly struct NoFactorGradient : IFactorGradient
{
    public static bool EachRow => false;

    public static bool Sum => false;
}

/// <summary>Factors of their own at every step have gradients of their own.</summary>
internal readonly struct FactorGradientRows : IFactorGradient
{
    public static bool EachRow => true;

    public static bool Sum => false;
}

/// <summary>Factors that are the same at every step have the sum.</summary>
internal readonly struct FactorGradientSum : IFactorGradient
{
    public static bool EachRow => false;

    public static bool Sum => true;
}
