using System.Text;
using Ssm.Perf.Bench;
using Ssm.Perf.CommandLine;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>The measurements as drawings in one SVG file that needs nothing from outside, light or dark.</summary>
internal static class BenchSvg
{
    private const double Width = 1000;
    private const double Gap = 44;

    private const string Css = HtmlStyle.Palette + """
        text { fill: var(--soft); font: 12px system-ui, -apple-system, "Segoe UI", sans-serif; }
        .page { fill: var(--page); }
        .big { fill: var(--ink); font-size: 22px; font-weight: 650; }
        .heading { fill: var(--ink); font-size: 16px; font-weight: 600; }
        .title, .soft { font-size: 12.5px; }
        .label, .name { fill: var(--ink); }
        .label { font-size: 11.5px; paint-order: stroke; stroke: var(--page); stroke-width: 3px; }
        .rooflabel { font-size: 11px; paint-order: stroke; stroke: var(--page); stroke-width: 3px; }
        .tick, .key { font-variant-numeric: tabular-nums; }
        .grid { stroke: var(--grid); fill: none; } .axis { stroke: var(--soft); fill: none; }
        .roof { stroke: var(--soft); stroke-opacity: 0.55; stroke-width: 1.25; stroke-dasharray: 5 4; fill: none; }
        .roof.main { stroke: var(--ink); stroke-opacity: 1; stroke-width: 2; stroke-dasharray: none; }
        .line { fill: none; stroke-width: 2; stroke-linejoin: round; stroke-linecap: round; }
        .dot { stroke: var(--page); stroke-width: 1.25; }
        .line.s0 { stroke: var(--s0); } .line.s1 { stroke: var(--s1); } .line.s2 { stroke: var(--s2); }
        .line.s3 { stroke: var(--s3); } .line.s4 { stroke: var(--s4); } .line.s5 { stroke: var(--s5); }
        .dot.s0, .winner.s0, .t0 { fill: var(--s0); } .dot.s1, .winner.s1, .t1 { fill: var(--s1); }
        .dot.s2, .winner.s2, .t2 { fill: var(--s2); } .dot.s3, .winner.s3, .t3 { fill: var(--s3); }
        .dot.s4, .winner.s4, .t4 { fill: var(--s4); } .dot.s5, .winner.s5, .t5 { fill: var(--s5); }
        """;

    internal static void Write(Stream stream, BenchReport report)
    {
        using StreamWriter writer = new(stream, new UTF8Encoding(false), leaveOpen: true);
        writer.Write(Document(report));
    }

    internal static string Document(BenchReport report)
    {
        SvgCanvas svg = new();
        svg.Text(56, 44, "Ssm bench", "big");
        svg.Text(56, 66, Stamp(report.Environment), "soft");
        double end = DrawRooflines(svg, 88, report);
        end = DrawCrossovers(svg, end, report);

        StringBuilder document = new();
        document.Append(Invariant($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {end:0}\" "));
        document.Append(Invariant($"width=\"{Width}\" height=\"{end:0}\" role=\"img\" "));
        document.Append("aria-label=\"Measured kernels against the limits of the machine\">\n");
        document.Append("<style>\n").Append(Css).Append("\n</style>\n");
        document.Append(Invariant($"<rect class=\"page\" width=\"{Width}\" height=\"{end:0}\"/>\n"));
        return document.Append(svg).Append("</svg>\n").ToString();
    }

    private static double DrawRooflines(SvgCanvas svg, double top, BenchReport report)
    {
        BenchRow[] rows = [.. report.Rows.Where(r => !BenchCrossover.Holds(r))];
        BenchFamilies families = new(rows);
        foreach (MachinePeak peak in report.Peaks)
        {
            BenchRow[] chosen =
                [.. rows.Where(r => r.Request.Dtype == peak.Dtype && r.Request.Threads == peak.Threads)];
            if (chosen.Length > 0)
            {
                top = BenchRoofline.Draw(svg, top, Width, peak, chosen, families) + Gap;
            }
        }

        return top;
    }

    // Two beside each other, as one and several threads of the same system usually come.
    private static double DrawCrossovers(SvgCanvas svg, double top, BenchReport report)
    {
        BenchRow[][] groups =
            [.. report.Rows.Where(BenchCrossover.Holds).GroupBy(BenchCrossover.Group).Select(g => g.ToArray())];
        double end = top;
        for (int i = 0; i < groups.Length; i++)
        {
            double left = i % 2 == 0 ? 0 : Width / 2;
            double width = groups.Length == 1 ? Width : Width / 2;
            end = BenchCrossover.Draw(svg, left, top, width, groups[i]) + Gap;
            top = i % 2 == 0 ? top : end;
        }

        return end;
    }

    private static string Stamp(EnvironmentStamp stamp) => Invariant(
        $"{stamp.Processor}, {stamp.VectorBits}-bit vectors, .NET {stamp.DotNet} {stamp.Compilation}, ")
        + $"version {stamp.Version}"
        + (stamp.Commit is { } commit ? $" ({commit[..Math.Min(7, commit.Length)]})" : "");
}
