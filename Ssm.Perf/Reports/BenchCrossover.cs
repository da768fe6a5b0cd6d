using Ssm.Perf.Bench;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>The times of several forms of one task over the length of the sequence, and which is fastest where.
/// </summary>
internal static class BenchCrossover
{
    private const double Left = 64;
    private const double PlotHeight = 380;
    private const double NameRoom = 92;
    private const double StripHeight = 9;
    private const double NameLine = 14;

    /// <summary>The race whose rows are drawn.</summary>
    internal static bool Holds(BenchRow row) =>
        row.Request.Workload.StartsWith($"{Bench.Workloads.CrossoverWorkload.RaceName}.", StringComparison.Ordinal);

    /// <summary>The same system on sequences of any length: rows of one drawing.</summary>
    internal static string Group(BenchRow row)
    {
        IEnumerable<string> sizes =
            row.Request.Size.Text.Split('x').Where(p => p[0] != 'L').Select(p => $"{p[0]} = {p[1..]}");
        string threads = Invariant($"{row.Request.Threads} {(row.Request.Threads == 1 ? "thread" : "threads")}");
        return $"{row.Request.Dtype}, {string.Join(", ", sizes)}, {threads}";
    }

    internal static double Draw(SvgCanvas svg, double left, double top, double width, IReadOnlyList<BenchRow> rows)
    {
        string[] forms = [.. rows.Select(Form).Distinct()];
        double[] lengths = [.. rows.Select(Length).Distinct().Order()];
        double[] times = [.. rows.Select(r => r.Sample.MedianMs).Where(t => t > 0)];
        PlotArea area = new(
            left + Left, top + 62, width - Left - NameRoom, PlotHeight,
            ChartAxis.PowersOfTwo(lengths[0], lengths[^1]),
            ChartAxis.Logarithmic(times.Min() / 1.2, times.Max() * 1.2));
        svg.Text(left + Left - 8, top + 18, $"Crossover, {Group(rows[0])}", "heading");
        area.DrawAxes(svg, "L, time steps", "time of a run", LengthLabel, BenchFigures.Tick);
        DrawWinners(svg, area, rows, lengths, forms);
        List<(double Y, string Form, int Colour)> names = [];
        for (int f = 0; f < forms.Length; f++)
        {
            BenchRow[] line = [.. rows.Where(r => Form(r) == forms[f] && r.Sample.MedianMs > 0).OrderBy(Length)];
            DrawLine(svg, area, line, f);
            names.Add((area.Y(line[^1].Sample.MedianMs), forms[f], f));
        }

        DrawNames(svg, area, rows, names);
        return area.Bottom + 52;
    }

    private static string Form(BenchRow row) => row.Request.Workload.Split('.', 2)[1];

    private static double Length(BenchRow row) => row.Request.Size["L"];

    private static string LengthLabel(double length) =>
        length >= 1024 ? Invariant($"{length / 1024:0.#}K") : Invariant($"{length:0}");

    private static void DrawLine(SvgCanvas svg, PlotArea area, BenchRow[] line, int form)
    {
        string path = string.Concat(line.Select((r, i) =>
            Invariant($"{(i == 0 ? 'M' : 'L')}{area.X(Length(r)):0.#} {area.Y(r.Sample.MedianMs):0.#}")));
        svg.Path(Invariant($"line s{Colour(form)}"), $"{path}");
        foreach (BenchRow row in line)
        {
            svg.Dot(
                Invariant($"dot s{Colour(form)}"),
                area.X(Length(row)),
                area.Y(row.Sample.MedianMs),
                3,
                $"{Form(row)}, L = {Length(row):0}: {BenchFigures.Time(row.Sample.MedianMs)}");
        }
    }

    // A strip above the axis in the colour of the fastest form at each length.
    private static void DrawWinners(
        SvgCanvas svg, PlotArea area, IReadOnlyList<BenchRow> rows, double[] lengths, string[] forms)
    {
        for (int i = 0; i < lengths.Length; i++)
        {
            BenchRow best = rows.Where(r => Length(r) == lengths[i]).MinBy(r => r.Sample.MedianMs)!;
            double from = i == 0 ? area.X(lengths[0]) : area.X(Math.Sqrt(lengths[i - 1] * lengths[i]));
            double to = i == lengths.Length - 1 ? area.X(lengths[i]) : area.X(Math.Sqrt(lengths[i] * lengths[i + 1]));
            svg.Rectangle(
                Invariant($"winner s{Colour(Array.IndexOf(forms, Form(best)))}"),
                from, area.Bottom - StripHeight - 1, Math.Max(to - from - 1, 2), StripHeight,
                $"fastest at L = {lengths[i]:0}: {Form(best)}");
        }

        svg.Text(area.Right + 8, area.Bottom - 2, "fastest", "label");
    }

    // Each name at the end of its line, moved up or down where two would touch.
    private static void DrawNames(
        SvgCanvas svg, PlotArea area, IReadOnlyList<BenchRow> rows, List<(double Y, string Form, int Colour)> names)
    {
        double last = double.NegativeInfinity;
        foreach ((double y, string form, int colour) in names.OrderBy(n => n.Y))
        {
            double at = Math.Max(y + 4, last + NameLine);
            last = at;
            double end = rows.Where(r => Form(r) == form).Max(Length);
            bool early = area.X(end) < area.Right - 1;
            (double x, double line) = early ? (area.X(end) + 8, y + 4) : (area.Right + 8, at);
            svg.Text(x, line, form, Invariant($"label t{Colour(colour)}"));
        }
    }

    private static int Colour(int form) => form % HtmlStyle.Colours;
}
