using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Ssm.Tests.Architecture;

/// <summary>Rules of the house that a compiler does not know.</summary>
public sealed class SourceTests
{
    private static readonly string[] AllRooms = [.. Repository.Libraries, "Ssm.Perf", "Ssm.Tests"];

    [Test]
    public void A_library_file_has_at_most_400_lines()
    {
        Assert.That(
            Repository.SourceFiles(Repository.Libraries)
                .Select(f => (Name: Repository.NameOf(f), Lines: File.ReadLines(f).Count()))
                .Where(f => f.Lines > 400),
            Is.Empty);
    }

    [Test]
    public void A_library_file_declares_the_public_type_it_is_named_after_and_no_other()
    {
        Regex declaration = new(
            @"^public\s+(?:(?:static|sealed|abstract|readonly|ref|unsafe|partial)\s+)*"
            + @"(?:class|struct|interface|enum|record(?:\s+(?:struct|class))?|delegate\s+[\w<>?\[\]]+)\s+(\w+)",
            RegexOptions.Multiline);

        List<string> offences = [];
        foreach (string file in Repository.SourceFiles(Repository.Libraries))
        {
            // Op.DiagonalScan.cs holds a part of Op.
            string expected = Path.GetFileName(file).Split('.')[0];
            offences.AddRange(declaration.Matches(File.ReadAllText(file))
                .Select(m => m.Groups[1].Value)
                .Where(name => name != expected)
                .Select(name => $"{Repository.NameOf(file)} declares {name}"));
        }

        Assert.That(offences, Is.Empty);
    }

    [Test]
    public void No_file_leaves_work_or_noise_behind()
    {
        // Put together here, so that this file does not offend itself.
        string[] words =
        [
            "TO" + "DO", "FIX" + "ME", "HA" + "CK", "XX" + "X", "NotImplemented" + "Exception", "#reg" + "ion",
            "#pragma warning " + "disable",
        ];

        Assert.That(
            Repository.SourceFiles(AllRooms)
                .SelectMany(f => File.ReadLines(f).Select((line, i) => (File: f, Line: i + 1, Text: line)))
                .Where(l => words.Any(w => l.Text.Contains(w, StringComparison.Ordinal)))
                .Select(l => $"{Repository.NameOf(l.File)}({l.Line}): {l.Text.Trim()}"),
            Is.Empty);
    }

    [Test]
    public void No_line_is_longer_than_the_editor_says()
    {
        Assert.That(
            Repository.SourceFiles(AllRooms)
                .SelectMany(f => File.ReadLines(f).Select((line, i) => (File: f, Line: i + 1, line.Length)))
                .Where(l => l.Length > 120)
                .Select(l => $"{Repository.NameOf(l.File)}({l.Line}): {l.Length} characters"),
            Is.Empty);
    }

    [Test]
    public void The_tape_is_short_enough_to_be_read_in_one_sitting()
    {
        string[] files = ["Variable", "Variable.Operators", "Tape", "TapeEntry", "Gradients", "Pullback"];
        int lines = files.Sum(file =>
            File.ReadLines(Path.Combine(Repository.Root, "Ssm.Autodiff", $"{file}.cs")).Count());
        Assert.That(lines, Is.LessThan(400));
    }

    [TestCase("Ssm.Kernels")]
    [TestCase("Ssm.Autodiff")]
    [TestCase("Ssm.Core")]
    [TestCase("Ssm.Kernels.Gpu")]
    public void Every_public_type_of_a_library_has_a_summary(string library)
    {
        Assembly assembly = Assembly.Load(library);
        XElement documentation =
            XElement.Load(Path.Combine(TestContext.CurrentContext.TestDirectory, $"{library}.xml"));
        HashSet<string> documented = [.. documentation.Descendants("member")
            .Where(m => m.Element("summary") is { } summary && !string.IsNullOrWhiteSpace(summary.Value))
            .Select(m => (string)m.Attribute("name")!)];

        Assert.That(
            assembly.GetExportedTypes()
                .Select(t => $"T:{t.FullName!.Replace('+', '.')}")
                .Where(name => !documented.Contains(name)),
            Is.Empty);
    }
}
