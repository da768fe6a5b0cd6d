namespace Ssm.Perf.Verbs;

/// <summary>What to learn.</summary>
/// <param name="Name">digits, listops or idx.</param>
/// <param name="DataDirectory">The folder of IDX files; only with idx, and always there then.</param>
/// <param name="Length">The longest expression; only with listops, and null for the task's own.</param>
internal sealed record TaskSettings(string Name, string? DataDirectory, int? Length);
