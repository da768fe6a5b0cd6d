namespace Ssm.Perf.Verbs;

/// <summary>The names that the command line knows.</summary>
internal static class Catalog
{
    internal static IReadOnlyList<string> Models { get; } = ["s4d", "s5", "lru"];

    internal static IReadOnlyList<string> Tasks { get; } = ["digits", "listops", "idx"];

    internal static IReadOnlyList<string> Schedules { get; } = ["cosine", "constant", "plateau"];

    internal static IReadOnlyList<string> Dtypes { get; } = ["f64", "f32"];
}
