using Ssm.Perf.CommandLine;

namespace Ssm.Tests.Perf;

public sealed class SuggestionTests
{
    [TestCase("", "", 0)]
    [TestCase("abc", "", 3)]
    [TestCase("abc", "abd", 1)]
    [TestCase("abc", "acb", 1)]         // a swap of neighbours is one slip
    [TestCase("kitten", "sitting", 3)]
    public void Distance_counts_edits(string a, string b, int expected)
    {
        Assert.That(Suggestion.Distance(a, b), Is.EqualTo(expected));
        Assert.That(Suggestion.Distance(b, a), Is.EqualTo(expected));
    }

    [TestCase("comapre", "compare")]
    [TestCase("TRAIN", "train")]
    [TestCase("dance", null)]
    [TestCase("", null)]
    public void The_nearest_name_is_suggested_only_when_it_is_near(string given, string? expected)
    {
        Assert.That(Suggestion.Nearest(given, ["compare", "train", "verify"]), Is.EqualTo(expected));
    }
}
