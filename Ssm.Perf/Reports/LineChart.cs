using System.Net;
using System.Text;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>Lines over a whole-numbered axis, as an inline SVG that fits any width.</summary>
internal static class LineChart
{
    // A drawing this small stays legible when a phone shows it at nearly its own size.
    private const double Width = 420;
    private const double Height = 270;
    private const double Left = 46;
    private const double Right = 12;
    private const double Top = 12;
    private const double Bottom = 38;

    // Beyond this many points, dots would hide the line.
    private const int MostDots = 40;

    internal static string Svg(
        string description,
        string xTitle,
        ChartAxis x,
        ChartAxis y,
        Func<double, string> yLabel,
        IReadOnlyList<ChartSeries> series)
    {
        StringBuilder svg = new();
        svg.Append(Invariant($"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height}\" role=\"img\" "));
        svg.Append(Invariant($"aria-label=\"{WebUtility.HtmlEncode(description)}\">\n"));
        AppendAxes(svg, xTitle, x, y, yLabel);

        // Companions first, so that the lines that matter lie on top.
        foreach (ChartSeries line in series.OrderBy(s => s.Dashed ? 0 : 1))
        {
            AppendLine(svg, line, x, y, yLabel);
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void AppendAxes(
        StringBuilder svg,
        string xTitle,
        ChartAxis x,
        ChartAxis y,
        Func<double, string> yLabel)
    {
        foreach (double tick in y.Ticks)
        {
            double at = Y(y, tick);
            svg.Append(Invariant($"<path class=\"grid\" d=\"M{Left} {at:0.#}H{Width - Right}\"/>"));
            svg.Append(Invariant($"<text class=\"tick\" x=\"{Left - 6}\" y=\"{at + 3.5:0.#}\" text-anchor=\"end\">"));
            svg.Append(WebUtility.HtmlEncode(yLabel(tick))).Append("</text>\n");
        }

        foreach (double tick in x.Ticks)
        {
            svg.Append(Invariant($"<text class=\"tick\" x=\"{X(x, tick):0.#}\" y=\"{Height - Bottom + 15}\" "));
            svg.Append(Invariant($"text-anchor=\"middle\">{tick:0}</text>\n"));
        }

        svg.Append(Invariant($"<path class=\"axis\" d=\"M{Left} {Height - Bottom}H{Width - Right}\"/>"));
        svg.Append(Invariant($"<text class=\"title\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 6}\" "));
        svg.Append("text-anchor=\"middle\">").Append(WebUtility.HtmlEncode(xTitle)).Append("</text>\n");
    }

    private static void AppendLine(
        StringBuilder svg,
        ChartSeries line,
        ChartAxis x,
        ChartAxis y,
        Func<double, string> yLabel)
    {
        (double X, double Y)[] points = [.. line.Points.Where(p => double.IsFinite(p.Y))];
        if (points.Length == 0)
        {
            return;
        }

        string dashed = line.Dashed ? " dashed" : "";
        svg.Append(Invariant($"<path class=\"line s{line.Colour}{dashed}\" d=\""));
        bool broken = true;
        foreach ((double px, double py) in line.Points)
        {
            if (double.IsFinite(py))
            {
                svg.Append(Invariant($"{(broken ? 'M' : 'L')}{X(x, px):0.#} {Y(y, py):0.#}"));
            }

            broken = !double.IsFinite(py);
        }

        svg.Append("\"/>\n");
        if (line.Dashed || points.Length > MostDots)
        {
            return;
        }

        foreach ((double px, double py) in points)
        {
            string told = WebUtility.HtmlEncode(Invariant($"{line.Name}, epoch {px:0}: {yLabel(py)}"));
            svg.Append(Invariant($"<circle class=\"dot s{line.Colour}\" cx=\"{X(x, px):0.#}\" cy=\"{Y(y, py):0.#}\" "));
            svg.Append(Invariant($"r=\"3\"><title>{told}</title></circle>\n"));
        }
    }

    private static double X(ChartAxis axis, double value) => Left + (axis.Place(value) * (Width - Left - Right));

    private static double Y(ChartAxis axis, double value) =>
        Height - Bottom - (axis.Place(value) * (Height - Top - Bottom));
}
