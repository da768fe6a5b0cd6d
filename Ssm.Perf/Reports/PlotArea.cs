using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>The rectangle between two axes.</summary>
internal sealed record PlotArea(double Left, double Top, double Width, double Height, ChartAxis XAxis, ChartAxis YAxis)
{
    internal double Right => Left + Width;

    internal double Bottom => Top + Height;

    internal double X(double value) => Left + (XAxis.Place(value) * Width);

    internal double Y(double value) => Bottom - (YAxis.Place(value) * Height);

    internal bool HasX(double value) => XAxis.Place(value) is >= 0 and <= 1;

    /// <summary>Grid, ticks and titles.</summary>
    internal void DrawAxes(
        SvgCanvas svg, string xTitle, string yTitle, Func<double, string> xLabel, Func<double, string> yLabel)
    {
        foreach (double tick in YAxis.Ticks)
        {
            svg.Path("grid", $"M{Left:0.#} {Y(tick):0.#}H{Right:0.#}");
            svg.Text(Left - 8, Y(tick) + 4, yLabel(tick), "tick", "end");
        }

        foreach (double tick in XAxis.Ticks)
        {
            svg.Path("grid", $"M{X(tick):0.#} {Top:0.#}V{Bottom:0.#}");
            svg.Text(X(tick), Bottom + 18, xLabel(tick), "tick", "middle");
        }

        svg.Path("axis", $"M{Left:0.#} {Bottom:0.#}H{Right:0.#}");
        svg.Text(Left + (Width / 2), Bottom + 38, xTitle, "title", "middle");
        svg.Text(Left - 8, Top - 12, yTitle, "title", "start");
    }

    /// <summary>A number on an axis: 0.1, 20, 1000.</summary>
    internal static string Plain(double value) => Invariant($"{value:0.######}");
}
