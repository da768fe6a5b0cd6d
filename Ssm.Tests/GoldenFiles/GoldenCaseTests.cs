using System.Numerics;
using Ssm.Perf.Golden;
using Ssm.Perf.Reports;

namespace Ssm.Tests.GoldenFiles;

/// <summary>Every case of the golden files, in both precisions: outputs, loss and all gradients.</summary>
/// <remarks>The same runner stands behind <c>verify --golden</c>; sources are named in Golden/INDEX.md.</remarks>
public sealed class GoldenCaseTests
{
    private static IReadOnlyList<GoldenFile> Files { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Golden"), "*.safetensors")
            .Order(StringComparer.Ordinal)
            .Select(GoldenFile.Open),
    ];

    private static IEnumerable<object[]> Cases() =>
        Files.SelectMany(f => f.Cases.Select(id => new object[] { f.Stem, id }));

    [TestCaseSource(nameof(Cases))]
    public void A_case_agrees_in_double(string stem, string id) => Check<double>(stem, id);

    [TestCaseSource(nameof(Cases))]
    public void A_case_agrees_in_float(string stem, string id) => Check<float>(stem, id);

    [Test]
    public void The_golden_files_are_there() => Assert.That(
        Cases().Count(), Is.EqualTo(452), "the cases of INDEX.md");

    [Test]
    public void Every_entry_of_the_table_of_unsupported_cases_names_one() =>
        Assert.That(GoldenUnsupported.Stale(Files), Is.Empty);

    private static void Check<T>(string stem, string id)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        GoldenFile file = Files.Single(f => f.Stem == stem);
        VerifyRow row = GoldenRunner.Run(file, id, GoldenAdapters.Find(file)?.Of<T>());
        Verdict expected = GoldenUnsupported.Contains(file, id) ? Verdict.Unsupported : Verdict.Pass;
        Assert.That(
            row.Verdict,
            Is.EqualTo(expected),
            $"{row.WorstTensor}: error {row.Error:g2}, tolerance {row.Tolerance:g2}");
    }
}
