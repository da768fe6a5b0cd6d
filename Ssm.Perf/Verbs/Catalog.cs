namespace Ssm.Perf.Verbs;

/// <summary>The names that the command line knows.</summary>
internal static class Catalog
{
    /// <summary>Those that <c>compare</c> takes when it is not told: the survey's.</summary>
    internal static IReadOnlyList<string> Survey { get; } = ["s4", "s4d", "s5", "lru", "s6", "rg-lru"];

    internal static IReadOnlyList<string> Models { get; } = [.. Survey, "mamba2", "griffin"];

    internal static IReadOnlyList<string> Tasks { get; } = ["digits", "listops", "idx", .. Synthetic];

    /// <summary>Tasks that are drawn from the seed and take a length.</summary>
    internal static IReadOnlyList<string> Drawn => ["listops", .. Synthetic];

    private static IReadOnlyList<string> Synthetic => ["selective-copy", "induction", "recall"];

    internal static IReadOnlyList<string> Schedules { get; } = ["cosine", "constant", "plateau"];

    internal static IReadOnlyList<string> Dtypes { get; } = ["f64", "f32"];
}
