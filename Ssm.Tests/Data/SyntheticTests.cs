using Ssm.Core.Data;

namespace Ssm.Tests.Data;

/// <summary>
/// Selective copying, induction heads, associative recall: answers against their definition, draws against their odds.
/// </summary>
public sealed class SyntheticTests
{
    private const int Many = 20_000;

    private static readonly SelectiveCopyingOptions s_copying = new() { Context = 24, DataTokens = 5, Vocabulary = 9 };
    private static readonly InductionHeadsOptions s_induction = new() { Length = 20, Vocabulary = 7 };
    private static readonly AssociativeRecallOptions s_recall = new() { Pairs = 6, Keys = 4, Values = 5 };

    private static IEnumerable<TestCaseData> Tasks()
    {
        yield return Task("copying", (seed, train, test) => SelectiveCopying.Generate(s_copying, seed, train, test));
        yield return Task("plain copying", (seed, train, test) =>
            SelectiveCopying.Generate(s_copying with { DataFirst = true }, seed, train, test));
        yield return Task("induction", (seed, train, test) => InductionHeads.Generate(s_induction, seed, train, test));
        yield return Task("recall", (seed, train, test) => AssociativeRecall.Generate(s_recall, seed, train, test));
        yield return Task("recall on the way", (seed, train, test) =>
            AssociativeRecall.Generate(s_recall with { AskOnTheWay = true }, seed, train, test));

        static TestCaseData Task(string name, Func<ulong, int, int, DataSplit> generate) =>
            new TestCaseData(generate).SetArgDisplayNames(name);
    }

    [TestCaseSource(nameof(Tasks))]
    public void The_same_seed_draws_the_same_task_and_no_sequence_comes_twice(Func<ulong, int, int, DataSplit> task)
    {
        DataSplit first = task(7, 200, 100), again = task(7, 200, 100), other = task(8, 200, 100);
        string[] train = [.. Rows(first.Train)], test = [.. Rows(first.Test)];
        Assert.That(Rows(again.Train), Is.EqualTo(train));
        Assert.That(Rows(again.Test), Is.EqualTo(test));
        Assert.That(again.Train.Labels.ToArray(), Is.EqualTo(first.Train.Labels.ToArray()));
        Assert.That(Rows(other.Train), Is.Not.EqualTo(train));
        Assert.That(train.Concat(test), Is.Unique);
        Assert.That((train.Length, test.Length), Is.EqualTo((200, 100)));

        // More training data leaves the test data as it is, but for sequences that would come twice.
        Assert.That(Rows(task(7, 210, 100).Test).Intersect(test).Count(), Is.GreaterThan(90));
    }

    [Test]
    public void The_tokens_to_copy_are_the_answers_in_their_order()
    {
        DataSplit split = SelectiveCopying.Generate(s_copying, seed: 1, train: 300, test: 10);
        foreach ((int[] tokens, int[] labels) in Sequences(split.Train).Concat(Sequences(split.Test)))
        {
            Assert.That(tokens, Has.Length.EqualTo(29));
            int[] data = [.. tokens[..24].Where(t => t != SelectiveCopying.Noise)];
            Assert.That(data, Has.Length.EqualTo(5).And.All.InRange(1, 7));
            Assert.That(labels[24..], Is.EqualTo(data));
            Assert.That(labels[..24], Is.All.EqualTo(SequenceDataset.NoLabel));

            // Where an answer is expected, the input does not say which.
            Assert.That(tokens[24..], Is.All.EqualTo(8));
        }
    }

    [Test]
    public void Every_choice_of_places_and_every_token_is_as_likely_as_any_other()
    {
        // 10 choices of 2 places out of 5, of so many tokens that hardly a sequence comes twice.
        SelectiveCopyingOptions options = new() { Context = 5, DataTokens = 2, Vocabulary = 1002 };
        DataSplit split = SelectiveCopying.Generate(options, seed: 2, Many, test: 0);
        Dictionary<string, int> places = [];
        int[] tokens = new int[4];
        foreach ((int[] row, int[] labels) in Sequences(split.Train))
        {
            string key = string.Concat(row[..5].Select(t => t == 0 ? '.' : '#'));
            places[key] = places.GetValueOrDefault(key) + 1;
            tokens[(labels[5] - 1) / 250]++;
        }

        Assert.That(places, Has.Count.EqualTo(10));
        AssertBinomial(places.Values, 0.1);
        AssertBinomial(tokens, 0.25);
    }

    [Test]
    public void Plain_copying_has_its_data_at_the_beginning()
    {
        DataSplit split = SelectiveCopying.Generate(s_copying with { DataFirst = true }, seed: 3, train: 50, test: 0);
        foreach ((int[] tokens, int[] labels) in Sequences(split.Train))
        {
            Assert.That(tokens[..5], Is.All.Positive);
            Assert.That(tokens[5..24], Is.All.Zero);
            Assert.That(labels[24..], Is.EqualTo(tokens[..5]));
        }
    }

    [Test]
    public void What_followed_the_special_token_is_the_answer()
    {
        DataSplit split = InductionHeads.Generate(s_induction, seed: 4, train: 300, test: 10);
        int answers = 0;
        foreach ((int[] tokens, int[] labels) in Sequences(split.Train).Concat(Sequences(split.Test)))
        {
            int place = Array.IndexOf(tokens, 6);
            Assert.That(place, Is.InRange(0, 16));
            Assert.That(Array.LastIndexOf(tokens, 6), Is.EqualTo(19));
            Assert.That(tokens.Count(t => t == 6), Is.EqualTo(2));
            Assert.That(labels, Is.EqualTo(new[] { tokens[place + 1] }));
            answers |= 1 << labels[0];
        }

        Assert.That(answers, Is.EqualTo(0b111111), "each ordinary token is an answer");
    }

    [Test]
    public void The_special_token_and_the_ordinary_ones_are_where_chance_puts_them()
    {
        DataSplit split = InductionHeads.Generate(new() { Length = 8, Vocabulary = 101 }, seed: 5, Many, test: 0);
        int[] places = new int[5], tokens = new int[4];
        foreach ((int[] row, int[] labels) in Sequences(split.Train))
        {
            places[Array.IndexOf(row, 100)]++;
            tokens[labels[0] / 25]++;
        }

        AssertBinomial(places, 0.2);
        AssertBinomial(tokens, 0.25);
    }

    [TestCase(false)]
    [TestCase(true)]
    public void The_answer_is_the_value_that_the_key_came_with(bool onTheWay)
    {
        DataSplit split = AssociativeRecall.Generate(s_recall with { AskOnTheWay = onTheWay }, seed: 6, 300, test: 40);
        foreach ((int[] tokens, int[] labels) in Sequences(split.Train))
        {
            AssertRecall(tokens, labels, onTheWay, onTheWay);
        }

        foreach ((int[] tokens, int[] labels) in Sequences(split.Test))
        {
            AssertRecall(tokens, labels, onTheWay, asked: false);
        }
    }

    [Test]
    public void The_key_that_is_asked_for_is_any_of_those_that_came()
    {
        // Two pairs of a thousand keys, hardly ever the same one twice: the first or the second is asked for.
        AssociativeRecallOptions options = new() { Pairs = 2, Keys = 1000, Values = 100 };
        DataSplit split = AssociativeRecall.Generate(options, seed: 7, Many, test: 0);
        int[] asked = new int[2], values = new int[4];
        foreach ((int[] tokens, int[] labels) in Sequences(split.Train))
        {
            asked[tokens[5] == tokens[0] ? 0 : 1]++;
            values[(labels[0] - 1001) / 25]++;
        }

        AssertBinomial(asked, 0.5);
        AssertBinomial(values, 0.25);
    }

    [Test]
    public void The_defaults_are_the_papers()
    {
        Assert.That(new SelectiveCopyingOptions().Length, Is.EqualTo(4112));
        Assert.That(new InductionHeadsOptions().Length, Is.EqualTo(256));
        Assert.That(new AssociativeRecallOptions().Vocabulary, Is.EqualTo(20));
        Assert.That(new AssociativeRecallOptions().Length, Is.EqualTo(42));
    }

    [Test]
    public void When_every_sequence_has_been_drawn_it_says_so()
    {
        // 2 places out of 4 with 2 tokens each: 6 · 4 sequences.
        SelectiveCopyingOptions options = new() { Context = 4, DataTokens = 2, Vocabulary = 4 };
        DataSplit all = SelectiveCopying.Generate(options, seed: 8, train: 15, test: 9);
        Assert.That(Rows(all.Train).Concat(Rows(all.Test)), Is.Unique);
        Assert.That(
            () => SelectiveCopying.Generate(options, seed: 8, train: 15, test: 10),
            Throws.ArgumentException.With.Message.Contains("nothing new after 24 sequences"));
    }

    [Test]
    public void What_makes_no_sense_is_refused()
    {
        Refused(() => SelectiveCopying.Generate(s_copying with { DataTokens = 0 }, 1, 1, 1), "'DataTokens' is 0");
        Refused(() => SelectiveCopying.Generate(s_copying with { Context = 4 }, 1, 1, 1), "'Context' is 4, expected 5");
        Refused(() => SelectiveCopying.Generate(s_copying with { Vocabulary = 2 }, 1, 1, 1), "'Vocabulary' is 2");
        Refused(() => SelectiveCopying.Generate(s_copying, 1, -1, 1), "'train' is -1");
        Refused(() => SelectiveCopying.Generate(s_copying, 1, 1, -1), "'test' is -1");
        Refused(() => SelectiveCopying.Generate(s_copying, 1, 100_000_000, 1), "ask for fewer");
        Refused(() => InductionHeads.Generate(s_induction with { Length = 3 }, 1, 1, 1), "'Length' is 3");
        Refused(() => InductionHeads.Generate(s_induction with { Vocabulary = 2 }, 1, 1, 1), "'Vocabulary' is 2");
        Refused(() => AssociativeRecall.Generate(s_recall with { Pairs = 0 }, 1, 1, 1), "'Pairs' is 0");
        Refused(() => AssociativeRecall.Generate(s_recall with { Keys = 0 }, 1, 1, 1), "'Keys' is 0");
        Refused(() => AssociativeRecall.Generate(s_recall with { Values = 1 }, 1, 1, 1), "'Values' is 1");
        Assert.That(() => InductionHeads.Generate(null!, 1, 1, 1), Throws.ArgumentNullException);

        static void Refused(Func<DataSplit> draw, string message) => Assert.That(
            () => draw(), Throws.InstanceOf<ArgumentOutOfRangeException>().With.Message.Contains(message));
    }

    private static void AssertRecall(int[] tokens, int[] labels, bool steps, bool asked)
    {
        Dictionary<int, int> map = [];
        for (int t = 0; t < 12; t += 2)
        {
            bool known = map.TryGetValue(tokens[t], out int value);
            Assert.That(tokens[t], Is.InRange(1, 4));
            Assert.That(tokens[t + 1], Is.InRange(5, 9));
            Assert.That(!known || tokens[t + 1] == value, "a key has one value");
            if (steps)
            {
                Assert.That(labels[t], Is.EqualTo(known && asked ? value : SequenceDataset.NoLabel));
                Assert.That(labels[t + 1], Is.EqualTo(SequenceDataset.NoLabel));
            }

            map[tokens[t]] = tokens[t + 1];
        }

        Assert.That(tokens[12], Is.EqualTo(10));
        Assert.That(labels[^1], Is.EqualTo(map[tokens[13]]));
        Assert.That(labels, Has.Length.EqualTo(steps ? 14 : 1));
    }

    // Five standard deviations either way: once in 1.7 million.
    private static void AssertBinomial(IEnumerable<int> counts, double probability) => Assert.That(
        counts.Select(count => (double)count),
        Is.All.EqualTo(Many * probability).Within(5 * Math.Sqrt(Many * probability * (1 - probability))));

    private static IEnumerable<string> Rows(SequenceDataset data) =>
        Sequences(data).Select(row => string.Join(' ', row.Tokens));

    private static IEnumerable<(int[] Tokens, int[] Labels)> Sequences(SequenceDataset data)
    {
        int count = data.LabelsOf == LabelsOf.Step ? data.Length : 1;
        for (int i = 0; i < data.Count; i++)
        {
            int[] tokens = new int[data.Length];
            ((TokenDataset)data).CopyTokens([i], data.Length, tokens);
            yield return (tokens, data.Labels.Slice(i * count, count).ToArray());
        }
    }
}
