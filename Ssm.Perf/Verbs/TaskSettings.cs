namespace Ssm.Perf.Verbs;

/// <summary>What to learn.</summary>
/// <param name="Name">One of <see cref="Catalog.Tasks"/>.</param>
/// <param name="DataDirectory">The folder of IDX files; only with idx, and always there then.</param>
/// <param name="Length">
/// Steps of a sequence, at most; only with <see cref="Catalog.Drawn"/>, and null for the task's own.
/// </param>
internal sealed record TaskSettings(string Name, string? DataDirectory, int? Length);
