using System.Net;
using System.Numerics;
using System.Text;
using Ssm.Perf.CommandLine;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>The comparison as one HTML page that needs nothing but itself.</summary>
internal static class HtmlReport
{
    internal static void Write(Stream stream, CompareReport report)
    {
        UTF8Encoding withoutMark = new(encoderShouldEmitUTF8Identifier: false);
        using StreamWriter writer = new(stream, withoutMark, leaveOpen: true);
        writer.Write(Page(report));
    }

    internal static string Page(CompareReport report)
    {
        string task = Encode(report.Rows[0].Task);
        StringBuilder html = new();
        html.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        html.Append(Invariant($"<title>State space models on {task}</title>\n"));
        html.Append(Invariant($"<style>\n{HtmlStyle.Css}\n</style>\n</head>\n<body>\n<main>\n"));
        html.Append(Invariant($"<h1>State space models on {task}</h1>\n"));
        html.Append(Invariant($"<p>{Lead(report)}</p>\n"));
        html.Append(Invariant($"<p class=\"soft\">{report.Created.UtcDateTime:yyyy-MM-dd HH:mm} UTC, "));
        html.Append(Invariant($"Ssm {Encode(report.Environment.Version)}</p>\n"));

        html.Append("<h2>Results</h2>\n");
        AppendTable(html, report.Rows);
        html.Append("<h2>Learning curves</h2>\n");
        HtmlCurves.Append(html, report.Rows);
        html.Append("<h2>Poles</h2>\n");
        AppendPoles(html, report.Rows);
        html.Append("<h2>Measured on</h2>\n");
        AppendEnvironment(html, report.Environment);
        html.Append("<h2>To get these numbers again</h2>\n<div class=\"card\">");
        html.Append(Invariant($"<pre>{Encode(report.CommandLine)}</pre></div>\n"));
        AppendWeights(html, report.Rows);
        return html.Append("</main>\n</body>\n</html>\n").ToString();
    }

    internal static string Encode(string text) => WebUtility.HtmlEncode(text);

    private static string Lead(CompareReport report)
    {
        ModelResult best = report.Rows.MaxBy(r => double.IsFinite(r.Accuracy) ? r.Accuracy : -1)!;
        int epochs = report.Rows.Max(r => r.EpochCurve.Count);
        return Invariant($"{report.Rows.Count} model{(report.Rows.Count == 1 ? "" : "s")}, ")
            + Invariant($"{epochs} epoch{(epochs == 1 ? "" : "s")}, seed {best.Seed}. ")
            + Invariant($"Best on the test set: {Encode(best.Model)} with {Figures.Percent(best.Accuracy)}.");
    }

    private static void AppendTable(StringBuilder html, IReadOnlyList<ModelResult> rows)
    {
        html.Append("<div class=\"card scroll\"><table>\n<thead><tr><th>model</th>");
        foreach (CompareColumn column in CompareColumn.All)
        {
            html.Append(Invariant($"<th>{Encode(column.Heading)}</th>"));
        }

        html.Append("</tr></thead>\n<tbody>\n");
        for (int i = 0; i < rows.Count; i++)
        {
            html.Append(Invariant($"<tr><td>{Swatch(i)}{Encode(rows[i].Model)}</td>"));
            foreach (CompareColumn column in CompareColumn.All)
            {
                string best = column.IsBest(rows[i], rows) ? " class=\"best\"" : "";
                html.Append(Invariant($"<td{best}>{Encode(column.Text(rows[i]))}</td>"));
            }

            html.Append("</tr>\n");
        }

        html.Append("</tbody>\n</table></div>\n");
    }

    internal static string Swatch(int row) => Invariant($"<span class=\"swatch s{Colour(row)}\"></span>");

    internal static int Colour(int row) => row % HtmlStyle.Colours;

    private static void AppendPoles(StringBuilder html, IReadOnlyList<ModelResult> rows)
    {
        html.Append("<p class=\"soft\">The eigenvalues of each model’s recurrence in the complex plane, all layers ");
        html.Append("together. Inside the unit circle a model forgets; the nearer to the circle, the longer it ");
        html.Append("remembers.</p>\n<div class=\"grid3\">\n");
        for (int i = 0; i < rows.Count; i++)
        {
            ModelResult row = rows[i];
            string name = Encode(row.Model);
            html.Append(Invariant($"<figure class=\"card\"><h3>{Swatch(i)}{name}</h3><div class=\"pair\">\n<div>"));
            html.Append(PoleChart.Svg($"Poles of {row.Model} before training", null, row.PolesBefore));
            html.Append("<span class=\"soft\">before training</span></div>\n<div>");
            html.Append(PoleChart.Svg($"Poles of {row.Model} after training", Colour(i), row.PolesAfter));
            html.Append("<span class=\"soft\">after training</span></div>\n</div>");
            html.Append(Invariant($"<figcaption>{PoleCaption(row)}</figcaption></figure>\n"));
        }

        html.Append("</div>\n");
    }

    private static string PoleCaption(ModelResult row)
    {
        int count = row.PolesAfter.Count;
        if (count == 0)
        {
            return "No poles to show: the recurrence is not diagonal, or changes with the input.";
        }

        string shown = count > PoleChart.MostPoles
            ? Invariant($"{Figures.Count(PoleChart.MostPoles)} of {Figures.Count(count)} poles shown")
            : Invariant($"{Figures.Count(count)} pole{(count == 1 ? "" : "s")}");
        return row.PolesAfter.All(Complex.IsFinite)
            ? Invariant($"{shown}; largest modulus {row.PolesAfter.Max(Complex.Abs):0.00000}.")
            : $"{shown}; some are not finite: the training diverged.";
    }

    private static void AppendEnvironment(StringBuilder html, EnvironmentStamp stamp)
    {
        (string Name, string Value)[] facts =
        [
            ("processor", stamp.Processor),
            ("vectors", Invariant($"{stamp.VectorBits} bits")),
            ("threads", Invariant($"{stamp.Threads}")),
            ("device", stamp.Device == ComputeDevice.Cpu ? stamp.Device : $"{stamp.Device}, {stamp.Product}"),
            (".NET", $"{stamp.DotNet}, {stamp.Compilation}"),
            ("garbage collector", stamp.Gc),
            ("system", stamp.OperatingSystem),
            ("Ssm", stamp.Commit is { } c ? $"{stamp.Version} ({c[..Math.Min(12, c.Length)]})" : stamp.Version),
        ];
        html.Append("<div class=\"card\"><dl>\n");
        foreach ((string name, string value) in facts)
        {
            html.Append(Invariant($"<div><dt>{Encode(name)}</dt><dd>{Encode(value)}</dd></div>\n"));
        }

        html.Append("</dl></div>\n");
    }

    private static void AppendWeights(StringBuilder html, IReadOnlyList<ModelResult> rows)
    {
        html.Append("<details><summary>SHA-256 of the trained weights</summary>");
        html.Append("<div class=\"scroll\"><table>\n<tbody>\n");
        foreach (ModelResult row in rows)
        {
            html.Append(Invariant($"<tr><td>{Encode(row.Model)}</td>"));
            html.Append(Invariant($"<td><code>{Encode(row.WeightsSha256)}</code></td></tr>\n"));
        }

        html.Append("</tbody>\n</table></div></details>\n");
    }
}
