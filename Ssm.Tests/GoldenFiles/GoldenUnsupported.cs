using Ssm.Perf.Golden;

namespace Ssm.Tests.GoldenFiles;

/// <summary>The golden cases that this version cannot compute yet. A case that is missing here, or here for nothing,
/// fails its test.</summary>
internal static class GoldenUnsupported
{
    /// <summary>Either <c>file/case</c>, or <c>file/*</c> where there is nothing for the whole file.</summary>
    private static readonly HashSet<string> Names = [];

    internal static bool Contains(GoldenFile file, string id) =>
        Names.Contains($"{file.Stem}/*") || Names.Contains($"{file.Stem}/{id}");

    /// <summary>Entries that name no case of the given files.</summary>
    internal static IEnumerable<string> Stale(IReadOnlyList<GoldenFile> files) => Names.Except(
        files.SelectMany(f => f.Cases.Select(id => $"{f.Stem}/{id}").Append($"{f.Stem}/*")));
}
