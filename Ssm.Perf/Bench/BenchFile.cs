using System.Text.Json;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench;

/// <summary>The parts of a file of <c>bench --json</c> that a comparison needs.</summary>
/// <param name="Environment">The environment stamp, key by key.</param>
/// <param name="Rows">The rows.</param>
internal sealed record BenchFile(
    IReadOnlyDictionary<string, string> Environment, IReadOnlyList<BenchFileRow> Rows)
{
    // What may differ without making times incomparable: a comparison of two revisions is the usual one, and each row
    // has its own threads.
    private static readonly string[] Expected = ["version", "commit", "threads"];

    /// <summary>Reads a file.</summary>
    /// <exception cref="UserException">It is not there, or is something else.</exception>
    internal static BenchFile Read(string path)
    {
        if (!File.Exists(path))
        {
            throw new UserException($"bench: '--compare' is '{path}', and there is no such file.");
        }

        try
        {
            using FileStream stream = File.OpenRead(path);
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            return new BenchFile(
                root.GetProperty("environment").EnumerateObject().ToDictionary(p => p.Name, p => p.Value.ToString()),
                [.. root.GetProperty("rows").EnumerateArray().Select(Row)]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentException)
        {
            throw new UserException(
                $"bench: '--compare' is '{path}', which is no result of bench; expected a file that "
                + "'bench --json FILE' wrote.",
                error);
        }
    }

    /// <summary>The rows of both, in the order of the new one, then those that only the old one has.</summary>
    internal static IReadOnlyList<BenchDifference> Compare(BenchFile old, BenchFile fresh)
    {
        Dictionary<(string, string, string, string, string, int), BenchFileRow> before = [];
        foreach (BenchFileRow row in old.Rows)
        {
            before[row.Key] = row;
        }

        List<BenchDifference> all =
            [.. fresh.Rows.Select(r => new BenchDifference(before.GetValueOrDefault(r.Key), r))];
        HashSet<(string, string, string, string, string, int)> now = [.. fresh.Rows.Select(r => r.Key)];
        return [.. all, .. old.Rows.Where(r => !now.Contains(r.Key)).Select(r => new BenchDifference(r, null))];
    }

    /// <summary>What is not the same around two runs, in words.</summary>
    internal static IEnumerable<string> EnvironmentDifferences(BenchFile old, BenchFile fresh) =>
        from key in old.Environment.Keys.Union(fresh.Environment.Keys)
        where !Expected.Contains(key)
        let was = old.Environment.GetValueOrDefault(key, "unknown")
        let now = fresh.Environment.GetValueOrDefault(key, "unknown")
        where was != now
        select $"{key} was '{was}' and is '{now}'";

    private static BenchFileRow Row(JsonElement row) => new(
        Text(row, "workload"),
        Text(row, "size"),
        Text(row, "dtype"),
        Text(row, "pass"),
        Text(row, "device"),
        row.GetProperty("threads").GetInt32(),
        new BenchSample([.. row.GetProperty("rounds_ms").EnumerateArray().Select(ms => ms.GetDouble())]));

    private static string Text(JsonElement row, string name) =>
        row.GetProperty(name).GetString() ?? throw new FormatException($"{name} is null");
}
