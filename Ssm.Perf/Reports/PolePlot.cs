using Ssm.Core.Models;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>The poles of a model at its initial values, as an SVG file that needs nothing from outside.</summary>
internal static class PolePlot
{
    private const string Css = HtmlStyle.Palette + """
        text { fill: var(--soft); font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; }
        .page { fill: var(--page); }
        .grid { stroke: var(--grid); fill: none; } .unit { stroke: var(--soft); fill: none; }
        .pole { fill: none; stroke-width: 4; stroke-linecap: round; stroke-opacity: 0.55; }
        .pole.before { stroke: var(--s0); }
        """;

    /// <param name="card">The model.</param>
    /// <param name="poles">Its discrete poles; conjugates are added where a mode stands for a pair.</param>
    internal static string Document(ModelCard card, IReadOnlyList<System.Numerics.Complex> poles)
    {
        string chart = PoleChart.Svg($"Poles of {card.Name} at its initial values", null, poles);
        return chart.Replace(
            "<svg class=\"poles\"",
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"420\" height=\"420\"",
            StringComparison.Ordinal).Replace(
            Invariant($"<path class=\"grid\""),
            Invariant($"<style>\n{Css}\n</style>\n<rect class=\"page\" width=\"200\" height=\"200\"/>\n")
                + "<path class=\"grid\"",
            StringComparison.Ordinal);
    }
}
