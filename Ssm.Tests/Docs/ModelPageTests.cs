using Ssm.Core.Models;
using Ssm.Perf.Verbs;
using Ssm.Tests.Architecture;

namespace Ssm.Tests.Docs;

/// <summary>The pages of the models say what the code says.</summary>
public sealed class ModelPageTests
{
    private static readonly string s_docs = Path.Combine(Repository.Root, "docs");

    [Test]
    public void The_tables_are_those_that_the_code_makes()
    {
        string file = Path.Combine(s_docs, "models.md");
        string text = File.ReadAllText(file).ReplaceLineEndings("\n");
        Assert.That(ModelsVerb.Filled(file, text), Is.EqualTo(text), "make them again: Ssm.Perf models --markdown");
    }

    [TestCaseSource(typeof(ModelCards), nameof(ModelCards.All))]
    public void Each_model_has_a_page_that_names_its_paper_and_its_reference(ModelCard card)
    {
        string page = File.ReadAllText(Path.Combine(s_docs, "models", $"{card.Id}.md"));
        Assert.That(page, Does.Contain($"arXiv:{card.ArXiv}").And.Contain(card.Reference.Split(',')[0]));
    }

    [Test]
    public void Every_picture_of_a_page_is_there()
    {
        foreach (string page in Directory.GetFiles(Path.Combine(s_docs, "models"), "*.md"))
        {
            foreach (string line in File.ReadLines(page).Where(l => l.StartsWith("![", StringComparison.Ordinal)))
            {
                string picture = line[(line.IndexOf('(', StringComparison.Ordinal) + 1)..^1];
                Assert.That(Path.Combine(s_docs, "models", picture), Does.Exist, page);
            }
        }
    }
}
