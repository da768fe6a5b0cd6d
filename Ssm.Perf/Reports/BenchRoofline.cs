using Ssm.Perf.Bench;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>A roofline: how many operations a byte allows, and how near each row comes to it.</summary>
/// <remarks>Williams, Waterman and Patterson, "Roofline: An Insightful Visual Performance Model for Multicore
/// Architectures", Communications of the ACM 52(4), 2009. Both axes are logarithmic; a sloped line for each size of
/// memory whose bandwidth differs, a level one for the multiply-add peak.</remarks>
internal static class BenchRoofline
{
    private const double Left = 64;
    private const double PlotHeight = 430;
    private const double KeyLine = 19;
    private const int KeyColumns = 2;

    // More names than this would cover each other: numbers stand in the drawing and names in the key.
    private const int MostNames = 12;

    // Bandwidths nearer than this are one line.
    private const double SameLine = 1.4;

    internal static double Draw(
        SvgCanvas svg, double top, double width, MachinePeak peak, IReadOnlyList<BenchRow> rows, BenchFamilies families)
    {
        svg.Text(Left - 8, top + 18, Invariant($"Roofline, {peak.Dtype}, {Threads(peak.Threads)}"), "heading");
        BenchRow[] drawn = [.. rows.Where(r => r.GflopPerS > 0)];
        PlotArea area = Area(peak, drawn, top + 62, width - Left - 16);
        area.DrawAxes(
            svg, "operations per byte", "GFLOP/s", PlotArea.Plain, PlotArea.Plain);
        LabelPlacer placer = new(area.Left, area.Top, area.Right, area.Bottom);
        DrawRoofs(svg, area, peak, placer);
        DrawRows(svg, area, drawn, families, placer);
        return DrawKey(svg, area.Bottom + 66, width, rows, families);
    }

    private static string Threads(int threads) => threads == 1 ? "1 thread" : Invariant($"{threads} threads");

    private static PlotArea Area(MachinePeak peak, BenchRow[] rows, double top, double width)
    {
        double ridge = peak.GflopPerS / peak.GbPerS;
        double[] x = [.. rows.Select(Intensity).Where(double.IsFinite)];
        double low = Math.Min(0.1, x.DefaultIfEmpty(1).Min() / 1.5);
        double high = Math.Max(4 * ridge, x.DefaultIfEmpty(1).Max() * 1.5);
        double least = rows.Select(r => r.GflopPerS).DefaultIfEmpty(1).Min();
        double slowest = Math.Min(least / 1.5, peak.GbPerS * low);
        double fastest = Math.Max(peak.GflopPerS, rows.Select(r => r.GflopPerS).DefaultIfEmpty(1).Max()) * 1.3;
        return new PlotArea(
            Left, top, width, PlotHeight, ChartAxis.Logarithmic(low, high), ChartAxis.Logarithmic(slowest, fastest));
    }

    private static double Intensity(BenchRow row) => row.Operations / row.Bytes;

    private static void DrawRoofs(SvgCanvas svg, PlotArea area, MachinePeak peak, LabelPlacer placer)
    {
        double lowX = area.XAxis.Ticks[0], highX = area.XAxis.Ticks[^1], lowY = area.YAxis.Ticks[0];
        double last = 0;
        foreach ((double bytes, double gbPerS) in peak.Triad.OrderBy(t => t.GbPerS))
        {
            if (gbPerS < last * SameLine)
            {
                continue;
            }

            last = gbPerS;
            double from = Math.Max(lowX, lowY / gbPerS), to = Math.Min(highX, peak.GflopPerS / gbPerS);
            string style = bytes == peak.Triad[^1].Bytes ? "roof main" : "roof";
            svg.Path(style,
                $"M{area.X(from):0.#} {area.Y(from * gbPerS):0.#}L{area.X(to):0.#} {area.Y(to * gbPerS):0.#}");
            double turn = Math.Atan2(
                area.Y(from * gbPerS) - area.Y(to * gbPerS), area.X(to) - area.X(from)) * 180 / Math.PI;
            double at = from * Math.Pow(to / from, 0.04);
            (double x, double y) = (area.X(at), area.Y(at * gbPerS) - 5);
            svg.Text(
                x, y, $"{BenchFigures.Digits(gbPerS)} GB/s, {BenchFigures.Set(bytes)}", "rooflabel", "start", -turn);
            for (int part = 0; part < 6; part++)
            {
                double along = 8 + (part * 18);
                placer.Reserve(
                    x + (along * Math.Cos(turn * Math.PI / 180)), y - 3 - (along * Math.Sin(turn * Math.PI / 180)), 8);
            }
        }

        // The level roof begins where the steepest line ends.
        double start = Math.Max(lowX, peak.GflopPerS / peak.Triad.Max(t => t.GbPerS));
        double level = area.Y(peak.GflopPerS);
        svg.Path("roof main", $"M{area.X(start):0.#} {level:0.#}H{area.Right:0.#}");
        svg.Text(area.Right - 4, level - 6,
            $"multiply-add {BenchFigures.Digits(peak.GflopPerS)} GFLOP/s", "rooflabel", "end");
    }

    private static void DrawRows(
        SvgCanvas svg, PlotArea area, BenchRow[] rows, BenchFamilies families, LabelPlacer placer)
    {
        bool names = rows.Length <= MostNames;
        (double X, double Y)[] places = [.. rows.Select(r => (
            double.IsFinite(Intensity(r)) ? area.X(Intensity(r)) : area.Right, area.Y(r.GflopPerS)))];
        foreach ((double x, double y) in places)
        {
            placer.Reserve(x, y, 6);
        }

        for (int i = 0; i < rows.Length; i++)
        {
            BenchRow row = rows[i];
            (double x, double y) = places[i];
            svg.Dot(Invariant($"dot s{families.Colour(row)}"), x, y, 5, Told(row));
        }

        for (int i = 0; i < rows.Length; i++)
        {
            string label = names ? Name(rows[i]) : Invariant($"{i + 1}");
            (double x, double y, string anchor) = placer.Place(places[i].X, places[i].Y, label);
            svg.Text(x, y, label, "label", anchor);
        }
    }

    // The key's numbers are those of the drawing: rows without operations come last and have none.
    private static double DrawKey(
        SvgCanvas svg, double top, double width, IReadOnlyList<BenchRow> rows, BenchFamilies families)
    {
        BenchRow[] ordered = [.. rows.Where(r => r.GflopPerS > 0), .. rows.Where(r => !(r.GflopPerS > 0))];
        int lines = (ordered.Length + KeyColumns - 1) / KeyColumns;
        double column = (width - Left) / KeyColumns;
        for (int i = 0; i < ordered.Length; i++)
        {
            BenchRow row = ordered[i];
            double x = Left - 8 + (i / lines * column), y = top + (i % lines * KeyLine);
            bool drawn = row.GflopPerS > 0;
            svg.Dot(Invariant($"dot s{families.Colour(row)}"), x + 5, y - 4, 5);
            svg.Text(x + 32, y, drawn ? Invariant($"{i + 1}") : Figures.None, "key", "end");
            svg.Text(x + 38, y, Name(row), "key name");
            svg.Text(x + column - 136, y, BenchFigures.Time(row.Sample.MedianMs), "key", "end");
            svg.Text(x + column - 30, y, $"{BenchFigures.Share(row.ShareOfPeak)} {row.Bound}", "key", "end");
        }

        return top + (lines * KeyLine);
    }

    private static string Name(BenchRow row) =>
        row.Request.Pass == "fwd"
            ? $"{row.Request.Workload} {row.Request.Size}"
            : $"{row.Request.Workload} {row.Request.Size} {row.Request.Pass}";

    private static string Told(BenchRow row) =>
        $"{Name(row)}: {BenchFigures.Time(row.Sample.MedianMs)}, {BenchFigures.Digits(row.GflopPerS)} GFLOP/s, "
        + $"{BenchFigures.Digits(row.GbPerS)} GB/s, {BenchFigures.Share(row.ShareOfPeak)} of the {row.Bound} peak";
}
