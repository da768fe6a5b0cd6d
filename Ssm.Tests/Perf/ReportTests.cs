using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ssm.Perf.Reports;

namespace Ssm.Tests.Perf;

public sealed class ReportTests
{
    private static IEnumerable<TestCaseData> Reports()
    {
        yield return Case("three models", MadeUp.Result("s4d"), MadeUp.Result("s5"), MadeUp.Result("lru"));
        yield return Case("one epoch", MadeUp.Result("s5", epochs: 1));
        yield return Case("no epoch, no poles", MadeUp.Result("s5", epochs: 0, poles: 0));
        yield return Case("many poles", MadeUp.Result("s5", poles: 5000));
        yield return Case("diverged", Diverged());
        yield return Case("a pole outside", MadeUp.Result("s5") with { PolesAfter = [new Complex(3, -4)] });
        yield return Case("a name to be escaped", MadeUp.Result("<script>&\""));

        static TestCaseData Case(string name, params ModelResult[] rows) =>
            new TestCaseData(new object[] { rows }).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Reports))]
    public void The_page_is_well_formed_and_needs_nothing_from_outside(object rows)
    {
        string page = HtmlReport.Page(MadeUp.Report((ModelResult[])rows));

        Assert.That(page, Does.Not.Contain("NaN").And.Not.Contain("Infinity").And.Not.Contain("∞"));
        Assert.That(page, Does.Not.Match("src=|href=|url\\(|@import|<script"));

        // Without the doctype and with the void tags closed it must be XML: every tag ends, every text is escaped.
        string xml = Regex.Replace(page.Replace("<!DOCTYPE html>\n", ""), "<meta([^>]*)>", "<meta$1/>");
        XElement html = XElement.Parse(xml);
        Assert.That(html.Descendants("figure").Count(), Is.GreaterThan(0));
    }

    [Test]
    public void Every_drawn_point_lies_inside_its_drawing()
    {
        ModelResult outside = MadeUp.Result("s5") with { PolesAfter = [new Complex(3, -4)] };
        string page = HtmlReport.Page(MadeUp.Report(MadeUp.Result("s4d"), outside));

        MatchCollection drawings = Regex.Matches(page, "<svg.*?</svg>", RegexOptions.Singleline);
        Assert.That(drawings, Has.Count.EqualTo(6));
        foreach (XElement svg in drawings.Select(m => XElement.Parse(m.Value)))
        {
            double[] box = [.. ((string)svg.Attribute("viewBox")!).Split(' ').Select(double.Parse)];
            foreach (XElement path in svg.Elements("path"))
            {
                foreach (Match point in Regex.Matches((string)path.Attribute("d")!, "[ML](-?[0-9.]+) (-?[0-9.]+)"))
                {
                    Assert.That(double.Parse(point.Groups[1].Value), Is.InRange(0, box[2]));
                    Assert.That(double.Parse(point.Groups[2].Value), Is.InRange(0, box[3]));
                }
            }
        }
    }

    [Test]
    public void A_diverged_model_is_null_in_json_and_a_dash_in_the_tables()
    {
        using MemoryStream stream = new();
        JsonFile.Write(stream, json => CompareJson.WriteMembers(json, MadeUp.Report(Diverged())));

        using JsonDocument document = JsonDocument.Parse(Encoding.UTF8.GetString(stream.ToArray()));
        JsonElement row = document.RootElement.GetProperty("rows")[0];
        Assert.That(row.GetProperty("accuracy").ValueKind, Is.EqualTo(JsonValueKind.Null));
        Assert.That(row.GetProperty("poles_after").GetArrayLength(), Is.Zero);
        Assert.That(Figures.Percent(double.NaN), Is.EqualTo("–"));
        Assert.That(Figures.Rate(double.PositiveInfinity), Is.EqualTo("–"));
    }

    [Test]
    public void The_best_entry_is_marked_and_nothing_where_all_are_equal()
    {
        ModelResult[] rows =
        [
            MadeUp.Result("a", accuracy: 0.9),
            MadeUp.Result("b", accuracy: 0.95),
            MadeUp.Result("c") with { Accuracy = double.NaN },
        ];
        CompareColumn accuracy = CompareColumn.All.Single(c => c.Heading == "test accuracy");
        CompareColumn memory = CompareColumn.All.Single(c => c.Heading == "peak memory");

        Assert.That(rows.Select(r => accuracy.IsBest(r, rows)), Is.EqualTo(new[] { false, true, false }));
        Assert.That(rows.Select(r => memory.IsBest(r, rows)), Is.All.False);
    }

    private static ModelResult Diverged() => MadeUp.Result("s5") with
    {
        Accuracy = double.NaN,
        SamplesPerSecond = double.PositiveInfinity,
        StepMicroseconds = double.NaN,
        EpochCurve =
        [
            new(1, 2.5, 0.1, 0.1, 1),
            new(2, double.NaN, double.NaN, double.NaN, 2),
            new(3, double.PositiveInfinity, 0.2, 0.1, 3),
        ],
        PolesAfter = [new Complex(double.NaN, 0)],
    };
}
