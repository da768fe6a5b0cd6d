using System.IO.Enumeration;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench;

/// <summary>Which cases are to be measured, and which of them take turns with each other.</summary>
internal static class BenchPlan
{
    /// <summary>Races in the order of workload, size, element type, pass and threads; mostly of one case each.
    /// </summary>
    /// <exception cref="UserException">A name, a size, a pass or an element type fits nothing.</exception>
    internal static IReadOnlyList<IReadOnlyList<BenchEntry<TWorkload>>> Make<TWorkload>(
        IReadOnlyList<TWorkload> workloads, BenchSettings settings)
        where TWorkload : IBenchSubject
    {
        bool named = settings.Workloads.Count > 0;
        IReadOnlyList<TWorkload> chosen = named ? Choose(workloads, settings.Workloads) : workloads;
        BenchSize[] sizes = [.. settings.Sizes.Select(BenchSize.Parse)];
        foreach (BenchSize size in sizes)
        {
            RequireUse(size, chosen);
        }

        List<BenchEntry<TWorkload>> entries = [];
        foreach (TWorkload workload in chosen)
        {
            int before = entries.Count;
            entries.AddRange(Cases(workload, sizes, settings));
            if (entries.Count == before && named)
            {
                throw new UserException(
                    $"bench: the workload {workload.Name} has no case of what is asked; {Facts(workload)}.");
            }
        }

        if (entries.Count == 0)
        {
            throw new UserException("bench: no workload has a case of what is asked; --list shows what they have.");
        }

        return [.. entries
            .GroupBy(e => (e.Workload.Race, e.Request.Size.Text, e.Request.Dtype, e.Request.Pass, e.Request.Threads))
            .Select(g => (IReadOnlyList<BenchEntry<TWorkload>>)[.. g])];
    }

    private static IEnumerable<BenchEntry<TWorkload>> Cases<TWorkload>(
        TWorkload workload, BenchSize[] asked, BenchSettings settings)
        where TWorkload : IBenchSubject
    {
        IEnumerable<BenchSize> sizes = asked.Length > 0
            ? asked.Where(s => s.Fits(workload.Sizes[0]))
            : Own(workload, settings.SmallestOnly);
        return
            from size in sizes
            from dtype in Offered(workload.Dtypes, settings.Dtypes)
            from pass in Offered(workload.Passes, settings.Passes)
            from threads in settings.Threads
            select new BenchEntry<TWorkload>(
                workload, new BenchRequest(workload.Name, size, dtype, pass, threads, settings.Common.Seed));
    }

    private static IEnumerable<BenchSize> Own(IBenchSubject workload, bool smallestOnly)
    {
        IEnumerable<BenchSize> all = workload.Sizes.Select(BenchSize.Parse);
        return smallestOnly ? [all.MinBy(s => s.Product)!] : all;
    }

    private static IEnumerable<string> Offered(IReadOnlyList<string> offered, IReadOnlyList<string> asked) =>
        asked.Count == 0 ? offered.Take(1) : asked.Where(offered.Contains);

    private static List<TWorkload> Choose<TWorkload>(IReadOnlyList<TWorkload> workloads, IReadOnlyList<string> names)
        where TWorkload : IBenchSubject
    {
        List<TWorkload> chosen = [];
        foreach (string name in names)
        {
            TWorkload[] fitting = [.. workloads.Where(w => Matches(name, w.Name))];
            if (fitting.Length == 0)
            {
                string[] known = [.. workloads.Select(w => w.Name)];
                throw new UserException(
                    $"bench: '--workload' is '{name}', which is not there"
                    + (Suggestion.For(name, known) is { Length: > 0 } hint ? hint : "; --list shows what is."));
            }

            chosen.AddRange(fitting.Except(chosen));
        }

        return chosen;
    }

    // "scan" means all of scan.lti, scan.ltv …; "*.s4d" means what it means in a shell.
    private static bool Matches(string name, string workload) =>
        workload == name
        || workload.StartsWith($"{name}.", StringComparison.Ordinal)
        || (name.Contains('*', StringComparison.Ordinal)
            && FileSystemName.MatchesSimpleExpression(name, workload, ignoreCase: false));

    private static void RequireUse<TWorkload>(BenchSize size, IReadOnlyList<TWorkload> chosen)
        where TWorkload : IBenchSubject
    {
        if (chosen.Any(w => size.Fits(w.Sizes[0])))
        {
            return;
        }

        if (chosen.Count == 1)
        {
            size.Require(chosen[0].Sizes[0], chosen[0].Name);
        }

        throw new UserException(
            $"bench: '--size' is '{size.Text}', which fits no workload that is asked for; --list shows their sizes.");
    }

    private static string Facts(IBenchSubject workload) =>
        $"it has the sizes {string.Join(", ", workload.Sizes)}, the passes {string.Join(", ", workload.Passes)}, "
        + $"the element types {string.Join(", ", workload.Dtypes)}";
}
