using Ssm.Tests.Architecture;

namespace Ssm.Tests.Docs;

/// <summary>The chapters say what the code says: each excerpt occurs in its file, each output is printed.</summary>
/// <remarks>
/// A block of C# stands under a comment with the file it is taken from. Other named blocks stand under a comment with
/// the method of <see cref="AutodiffChapter"/> that prints them, or under one that says that they are sketches.
/// </remarks>
public sealed class ChapterTests
{
    private const string Print = "printed by ";

    private static readonly string[] s_chapters = ["autodiff.md", "autodiff-higher-order.md"];

    /// <param name="Chapter">The file.</param>
    /// <param name="Line">Of the fence, counted from 1.</param>
    /// <param name="Language">The word after the fence; empty for formulas.</param>
    /// <param name="Source">What the comment before the fence says; null without a comment.</param>
    /// <param name="Lines">The content.</param>
    private sealed record Block(string Chapter, int Line, string Language, string? Source, string[] Lines)
    {
        public override string ToString() => $"{Chapter}({Line})";
    }

    [Test]
    public void Every_block_of_code_says_which_file_it_is_from()
    {
        Assert.That(
            Blocks("csharp").Where(b => b.Source is null || !File.Exists(Path.Combine(Repository.Root, b.Source))),
            Is.Empty);
    }

    [Test]
    public void Every_block_of_code_occurs_in_its_file()
    {
        Block[] blocks = [.. Blocks("csharp").Where(b => b.Source is not null)];
        Assert.That(blocks, Has.Length.GreaterThan(20));
        Assert.That(
            blocks.Where(b => !Occurs(b.Lines, File.ReadAllLines(Path.Combine(Repository.Root, b.Source!)))), Is.Empty);
    }

    [Test]
    public void Every_printed_block_is_what_the_example_prints()
    {
        int printed = 0;
        foreach (Block block in Blocks("text").Concat(Blocks("mermaid")).Where(b => b.Source != "sketch"))
        {
            Assert.That(block.Source, Does.StartWith(Print), $"{block}: who prints it?");
            string name = block.Source![Print.Length..];
            Assert.That(AutodiffChapter.Printed, Contains.Key(name), block.ToString());
            string text = AutodiffChapter.Printed[name]().ReplaceLineEndings("\n").TrimEnd('\n');
            Assert.That(string.Join('\n', block.Lines), Is.EqualTo(text), $"{block}: {name} prints\n{text}");
            printed++;
        }

        Assert.That(printed, Is.EqualTo(AutodiffChapter.Printed.Count), "each output is shown once");
    }

    [Test]
    public void No_block_has_another_language() =>
        Assert.That(
            Blocks().Select(b => b.Language).Distinct(), Is.SubsetOf(new[] { "", "csharp", "text", "mermaid" }));

    [TestCase("    x\n      y\n\n    z", "a\n  x\n    y\n\n  z\nb", true)]
    [TestCase("x\ny", "x\n  y", false)]
    [TestCase("x\nz", "x\ny\nz", false)]
    [TestCase("x", "xx", false)]
    public void An_excerpt_is_whole_lines_that_follow_each_other(string excerpt, string file, bool expected) =>
        Assert.That(Occurs(excerpt.Split('\n'), file.Split('\n')), Is.EqualTo(expected));

    private static IEnumerable<Block> Blocks(string language) => Blocks().Where(b => b.Language == language);

    private static IEnumerable<Block> Blocks() => s_chapters.SelectMany(BlocksOf);

    private static IEnumerable<Block> BlocksOf(string chapter)
    {
        string[] lines = File.ReadAllLines(Path.Combine(Repository.Root, "docs", chapter));
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            int end = Array.IndexOf(lines, "```", i + 1);
            Assert.That(end, Is.GreaterThan(i), $"{chapter}({i + 1}): a fence that is not closed");
            string above = i > 0 ? lines[i - 1] : "";
            bool isComment = above.StartsWith("<!-- ", StringComparison.Ordinal)
                && above.EndsWith(" -->", StringComparison.Ordinal);
            yield return new Block(
                chapter, i + 1, lines[i][3..], isComment ? above[5..^4] : null, lines[(i + 1)..end]);
            i = end;
        }
    }

    private static bool Occurs(string[] excerpt, string[] file)
    {
        string[] wanted = Outdented(excerpt);
        for (int i = 0; i + wanted.Length <= file.Length; i++)
        {
            if (Outdented(file[i..(i + wanted.Length)]).SequenceEqual(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] Outdented(string[] lines)
    {
        int indent = lines.Where(line => line.Trim().Length > 0)
            .Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty(0).Min();
        return [.. lines.Select(line => line.Trim().Length == 0 ? "" : line[indent..].TrimEnd())];
    }
}
