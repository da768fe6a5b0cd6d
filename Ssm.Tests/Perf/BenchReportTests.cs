using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Ssm.Perf.Bench;
using Ssm.Perf.Reports;

namespace Ssm.Tests.Perf;

/// <summary>What a measurement looks like in files.</summary>
public sealed class BenchReportTests
{
    [Test]
    public void Json_gives_back_the_rows_it_was_written_from()
    {
        using Folder folder = new();
        BenchReport report = Report(Row("scan.ltv", "B8xL16xP4"), Row("fft.c2c", "1x1024", threads: 2));
        JsonFile.Write(folder.File("a.json"), json => BenchJson.WriteMembers(json, report));

        BenchFile file = BenchFile.Read(folder.File("a.json"));

        Assert.That(file.Rows.Select(r => r.Key), Is.EqualTo(new[]
        {
            ("scan.ltv", "B8xL16xP4", "f32", "fwd", "cpu", 1), ("fft.c2c", "1x1024", "f32", "fwd", "cpu", 2),
        }));
        Assert.That(file.Rows[0].Sample.RoundsMs, Is.EqualTo(report.Rows[0].Sample.RoundsMs));
        Assert.That(file.Environment["processor"], Is.EqualTo(MadeUp.Environment.Processor));
    }

    [Test]
    public void Json_has_the_promised_keys_and_figures()
    {
        using MemoryStream stream = new();
        JsonFile.Write(stream, json => BenchJson.WriteMembers(json, Report(Row("scan.ltv", "B8xL16xP4"))));

        using JsonDocument document = JsonDocument.Parse(stream.ToArray());
        JsonElement row = document.RootElement.GetProperty("rows")[0];
        Assert.That(row.EnumerateObject().Select(p => p.Name), Is.SupersetOf(new[]
        {
            "workload", "size", "dtype", "pass", "device", "threads", "median_ms", "p20_ms", "p80_ms", "gb_per_s",
            "gflop_per_s", "share_of_peak", "error", "allocated_bytes",
        }));
        Assert.That(document.RootElement.GetProperty("peak").GetProperty("gb_per_s").GetDouble(), Is.EqualTo(20));
        Assert.That(document.RootElement.GetProperty("peak").GetProperty("gflop_per_s").GetDouble(), Is.EqualTo(100));

        // 4 MB in 2 ms are 2 GB/s of 20; 100 million operations in 2 ms are 50 GFLOP/s of 100; the rival took 5 ms.
        Assert.That(row.GetProperty("median_ms").GetDouble(), Is.EqualTo(2));
        Assert.That(row.GetProperty("gb_per_s").GetDouble(), Is.EqualTo(2).Within(1e-12));
        Assert.That(row.GetProperty("gflop_per_s").GetDouble(), Is.EqualTo(50).Within(1e-12));
        Assert.That(row.GetProperty("share_of_peak").GetDouble(), Is.EqualTo(0.5).Within(1e-12));
        Assert.That(row.GetProperty("bound").GetString(), Is.EqualTo("arithmetic"));
        Assert.That(row.GetProperty("rivals")[0].GetProperty("ratio").GetDouble(), Is.EqualTo(2.5));
    }

    [Test]
    public void Csv_has_a_line_for_us_and_one_for_each_rival_and_reads_back()
    {
        using MemoryStream stream = new();
        BenchCsv.Write(stream, Report(Row("scan.ltv", "B8xL16xP4", rival: "naive, \"fair\"")));
        string[] lines = Encoding.UTF8.GetString(stream.ToArray()).Split("\r\n");

        Assert.That(lines, Has.Length.EqualTo(4));
        Assert.That(lines[3], Is.Empty);
        string[] names = Fields(lines[0]), ours = Fields(lines[1]), rival = Fields(lines[2]);
        Assert.That(ours, Has.Length.EqualTo(names.Length));
        Assert.That(rival, Has.Length.EqualTo(names.Length));
        Assert.That(ours[Array.IndexOf(names, "size")], Is.EqualTo("B8xL16xP4"));
        Assert.That(double.Parse(ours[Array.IndexOf(names, "p80_ms")]), Is.EqualTo(2.6).Within(1e-12));
        Assert.That(rival[Array.IndexOf(names, "contender")], Is.EqualTo("naive, \"fair\""));
        Assert.That(rival[Array.IndexOf(names, "ratio")], Is.EqualTo("2.5"));
        Assert.That(rival[Array.IndexOf(names, "error")], Is.Empty);
    }

    [Test]
    public void The_drawing_is_well_formed_needs_nothing_and_labels_every_row()
    {
        BenchRow[] rows =
        [
            Row("scan.ltv", "B8xL16xP4"),
            Row("a<b>&\"c\"", "N7"),
            Row("no.arithmetic", "N8") with { Operations = 0 },
            Row("no.memory", "N9") with { Bytes = 0 },
            Row("twice", "N10", threads: 2),
            .. Crossover(1),
            .. Crossover(2),
        ];

        string svg = BenchSvg.Document(Report(rows));

        Assert.That(svg, Does.Not.Contain("NaN").And.Not.Contain("Infinity").And.Not.Contain("∞"));
        Assert.That(svg, Does.Not.Match("src=|href=|url\\(|@import|<script"));
        XElement root = XElement.Parse(svg);
        string[] texts = [.. root.Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value)];
        foreach (BenchRow row in rows.Where(r => !r.Request.Workload.StartsWith("crossover")))
        {
            Assert.That(texts, Does.Contain($"{row.Request.Workload} {row.Request.Size}"));
        }

        Assert.That(texts, Does.Contain("loop").And.Contain("fft").And.Contain("fastest").And.Contain("GFLOP/s"));
        Assert.That(texts.Count(t => t.StartsWith("Roofline")), Is.EqualTo(2));
        Assert.That(texts.Count(t => t.StartsWith("Crossover")), Is.EqualTo(2));
    }

    [Test]
    public void Many_rows_are_numbered_and_named_in_the_key()
    {
        BenchRow[] rows = [.. Enumerable.Range(1, 40).Select(i => Row($"family{i % 8}.kernel", $"N{i}"))];

        XElement root = XElement.Parse(BenchSvg.Document(Report(rows)));

        string[] labels = [.. root.Descendants()
            .Where(e => e.Name.LocalName == "text" && (string)e.Attribute("class")! == "label")
            .Select(e => e.Value)];
        string[] names = [.. root.Descendants()
            .Where(e => e.Name.LocalName == "text" && (string)e.Attribute("class")! == "key name")
            .Select(e => e.Value)];
        Assert.That(labels, Is.EqualTo(Enumerable.Range(1, 40).Select(i => $"{i}")));
        Assert.That(names, Is.EqualTo(rows.Select(r => $"{r.Request.Workload} {r.Request.Size}")));
    }

    [Test]
    public void Every_drawn_point_lies_inside_the_drawing()
    {
        BenchRow[] rows =
        [
            Row("slow", "N1") with { Operations = 1 },
            Row("fast", "N2") with { Operations = 1e12 },
            Row("light", "N3") with { Bytes = 1 },
            Row("heavy", "N4") with { Bytes = 1e12 },
            .. Crossover(1),
        ];

        XElement root = XElement.Parse(BenchSvg.Document(Report(rows)));

        double[] box = [.. ((string)root.Attribute("viewBox")!).Split(' ').Select(double.Parse)];
        foreach (XElement dot in root.Descendants().Where(e => e.Name.LocalName == "circle"))
        {
            Assert.That((double)dot.Attribute("cx")!, Is.InRange(0, box[2]));
            Assert.That((double)dot.Attribute("cy")!, Is.InRange(0, box[3]));
        }
    }

    [TestCase(0.00062, "620 ns")]
    [TestCase(0.00124, "1.24 µs")]
    [TestCase(35.12, "35.1 ms")]
    [TestCase(2500, "2.50 s")]
    [TestCase(double.NaN, "–")]
    public void Times_have_three_digits_and_a_unit(double ms, string expected) =>
        Assert.That(BenchFigures.Time(ms), Is.EqualTo(expected));

    internal static BenchReport Report(params BenchRow[] rows) => new(
        MadeUp.Environment,
        [.. rows.Select(r => r.Request.Threads).Distinct().Select(
            threads => new MachinePeak(threads, "f32", 100, [(1 << 15, 200), (1 << 28, 20)]))],
        rows);

    internal static BenchRow Row(
        string workload, string size, int threads = 1, string rival = "naive", params double[] roundsMs) => new(
        new BenchRequest(workload, BenchSize.Parse(size), "f32", "fwd", threads, Seed: 1),
        "cpu",
        new BenchSample(roundsMs.Length > 0 ? roundsMs : [1, 2, 3]),
        Runs: 10,
        Bytes: 4e6,
        Operations: 1e8,
        new BenchLimit(20, 100),
        Error: 1e-7,
        AllocatedBytes: 0,
        [new BenchRivalRow(rival, new BenchSample([5, 5, 5]), 4)]);

    private static IEnumerable<BenchRow> Crossover(int threads) =>
        from form in (string[])["loop", "fft"]
        from length in (int[])[16, 32, 64, 1024]
        select Row($"crossover.{form}", $"L{length}xH8xN4", threads, "", form == "loop" ? length : 30 + (length / 8));

    /// <summary>The fields of a line of CSV, unquoted.</summary>
    private static string[] Fields(string line) =>
        [.. Regex.Matches(line, "(?:^|,)(?:\"((?:[^\"]|\"\")*)\"|([^,\"]*))")
            .Select(m => m.Groups[1].Success ? m.Groups[1].Value.Replace("\"\"", "\"") : m.Groups[2].Value)];
}
