namespace Ssm.Perf.CommandLine;

/// <summary>Finds the name that somebody probably meant.</summary>
internal static class Suggestion
{
    /// <summary>The words "; did you mean 'x'?", or nothing where no name is near.</summary>
    internal static string For(string given, IEnumerable<string> names) =>
        Nearest(given, names) is { } name ? $"; did you mean '{name}'?" : "";

    /// <summary>The nearest name, or null when each would need too many edits for its length.</summary>
    internal static string? Nearest(string given, IEnumerable<string> names)
    {
        string? best = null;
        int bestDistance = int.MaxValue;
        foreach (string name in names)
        {
            int distance = Distance(given.ToLowerInvariant(), name.ToLowerInvariant());

            // One edit in three letters is a slip; more is another word.
            if (distance < bestDistance && distance <= Math.Max(1, name.TrimStart('-').Length / 3))
            {
                (best, bestDistance) = (name, distance);
            }
        }

        return best;
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours that turn one word into the other
    /// (optimal string alignment; Damerau, "A technique for computer detection and correction of spelling errors",
    /// 1964).
    /// </summary>
    internal static int Distance(string a, string b)
    {
        int[,] d = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
        {
            d[i, 0] = i;
        }

        for (int j = 0; j <= b.Length; j++)
        {
            d[0, j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
