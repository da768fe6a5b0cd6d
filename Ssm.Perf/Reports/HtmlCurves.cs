using System.Text;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>
/// The learning curves of the report: loss and accuracy over the epochs, and the numbers behind them.
/// </summary>
internal static class HtmlCurves
{
    // From this ratio on, a linear axis would press the end of training onto the bottom.
    private const double LogarithmicFrom = 8;

    private const double NarrowestAccuracy = 0.1;

    internal static void Append(StringBuilder html, IReadOnlyList<ModelResult> rows)
    {
        EpochPoint[] all = [.. rows.SelectMany(r => r.EpochCurve)];
        if (all.Length == 0)
        {
            html.Append("<p class=\"soft\">No epoch was trained.</p>\n");
            return;
        }

        AppendLegend(html, rows);
        ChartAxis epochs = ChartAxis.Whole(all.Min(p => p.Epoch), all.Max(p => p.Epoch));
        html.Append("<div class=\"grid2\">\n<figure class=\"card\"><h3>Training loss</h3>\n");
        html.Append(LossChart(rows, all, epochs));
        html.Append("</figure>\n<figure class=\"card\"><h3>Accuracy</h3>\n");
        html.Append(AccuracyChart(rows, all, epochs));
        html.Append("</figure>\n</div>\n");
        AppendNumbers(html, rows);
    }

    private static void AppendLegend(StringBuilder html, IReadOnlyList<ModelResult> rows)
    {
        html.Append("<ul class=\"legend\">");
        for (int i = 0; i < rows.Count; i++)
        {
            html.Append(Invariant($"<li>{HtmlReport.Swatch(i)}{HtmlReport.Encode(rows[i].Model)}</li>"));
        }

        html.Append("<li class=\"soft\"><span class=\"key\"></span>test set</li>");
        html.Append("<li class=\"soft\"><span class=\"key dashed\"></span>training set</li></ul>\n");
    }

    private static string LossChart(IReadOnlyList<ModelResult> rows, IReadOnlyList<EpochPoint> all, ChartAxis epochs)
    {
        double[] losses = [.. all.Select(p => p.Loss).Where(double.IsFinite)];
        (double low, double high) = losses.Length == 0 ? (0, 1) : (losses.Min(), losses.Max());
        ChartAxis axis = low > 0 && high / low >= LogarithmicFrom
            ? ChartAxis.Logarithmic(low, high)
            : ChartAxis.Linear(Math.Min(0, low), high);
        ChartSeries[] lines = [.. rows.Select((row, i) => Line(row, i, "", dashed: false, p => p.Loss))];
        return LineChart.Svg("Training loss over epochs", "epoch", epochs, axis, Figures.Short, lines);
    }

    private static string AccuracyChart(
        IReadOnlyList<ModelResult> rows,
        IReadOnlyList<EpochPoint> all,
        ChartAxis epochs)
    {
        double[] values = [.. all.SelectMany(p => (double[])[p.TrainAccuracy, p.TestAccuracy]).Where(double.IsFinite)];
        (double low, double high) = values.Length == 0 ? (0, 1) : (values.Min(), values.Max());

        // A narrower axis would blow noise up into a difference.
        ChartAxis axis = ChartAxis.Linear(Math.Clamp(high - NarrowestAccuracy, 0, low), high);
        ChartSeries[] lines =
        [
            .. rows.Select((row, i) => Line(row, i, " on the training set", dashed: true, p => p.TrainAccuracy)),
            .. rows.Select((row, i) => Line(row, i, " on the test set", dashed: false, p => p.TestAccuracy)),
        ];
        return LineChart.Svg("Accuracy over epochs", "epoch", epochs, axis, a => Invariant($"{100 * a:0.#} %"), lines);
    }

    private static ChartSeries Line(
        ModelResult row,
        int index,
        string what,
        bool dashed,
        Func<EpochPoint, double> value) =>
        new(
            row.Model + what,
            HtmlReport.Colour(index),
            dashed,
            [.. row.EpochCurve.Select(p => ((double)p.Epoch, value(p)))]);

    private static void AppendNumbers(StringBuilder html, IReadOnlyList<ModelResult> rows)
    {
        html.Append("<details><summary>The numbers behind the curves</summary><div class=\"scroll\"><table>\n");
        html.Append("<thead><tr><th>model</th><th>epoch</th><th>loss</th><th>training</th><th>test</th>");
        html.Append("<th>seconds</th></tr></thead>\n<tbody>\n");
        foreach (ModelResult row in rows)
        {
            foreach (EpochPoint point in row.EpochCurve)
            {
                html.Append(Invariant($"<tr><td>{HtmlReport.Encode(row.Model)}</td><td>{point.Epoch}</td>"));
                html.Append(Invariant($"<td>{Figures.Loss(point.Loss)}</td>"));
                html.Append(Invariant($"<td>{Figures.Percent(point.TrainAccuracy)}</td>"));
                html.Append(Invariant($"<td>{Figures.Percent(point.TestAccuracy)}</td>"));
                html.Append(Invariant($"<td>{Figures.Seconds(point.Seconds)}</td></tr>\n"));
            }
        }

        html.Append("</tbody>\n</table></div></details>\n");
    }
}
