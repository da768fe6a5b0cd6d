using System.Globalization;
using Ssm.Core.Data;

namespace Ssm.Tests.Data;

/// <summary>ListOps: expressions against a second evaluator, the generator against the Long Range Arena's
/// rules.</summary>
public sealed class ListOpsTests
{
    private static readonly ListOpsOptions s_short = new() { LongerThan = 10, ShorterThan = 200 };

    [TestCase("( ( ( [MAX 3 ) 7 ) ] )", 7)]
    [TestCase("( ( ( [MIN 3 ) 7 ) ] )", 3)]
    [TestCase("( ( ( [MED 3 ) 8 ) ] )", 5)]                                     // 5.5 is cut
    [TestCase("( ( ( ( [MED 9 ) 1 ) 4 ) ] )", 4)]
    [TestCase("( ( ( ( ( [MED 9 ) 1 ) 4 ) 7 ) ] )", 5)]                         // between 4 and 7
    [TestCase("( ( ( ( [SM 9 ) 8 ) 7 ) ] )", 4)]
    [TestCase("5", 5)]
    [TestCase("( ( ( [MAX 3 ) ( ( ( [SM 6 ) 7 ) ] ) ) ] )", 3)]
    [TestCase("( ( ( [MAX ( ( ( [SM 6 ) 8 ) ] ) ) ( ( [MIN 9 ) ] ) ) ] )", 9)]  // a list of one, lists on both sides
    public void Expressions_that_were_worked_out_by_hand_have_their_value(string text, int value)
    {
        ListOpsExpression expression = ListOpsExpression.Parse(text);
        Assert.That(expression.Value, Is.EqualTo(value));
        Assert.That(expression.ToString(), Is.EqualTo(text));
    }

    [Test]
    public void Parentheses_may_be_left_out() =>
        Assert.That(
            ListOpsExpression.Parse("[MAX 3 7 ]"), Is.EqualTo(ListOpsExpression.Parse("( ( ( [MAX 3 ) 7 ) ] )")));

    [TestCase("")]
    [TestCase("( )")]
    [TestCase("3 7")]
    [TestCase("[MAX")]
    [TestCase("[MAX ]")]
    [TestCase("[MAX 3")]
    [TestCase("]")]
    [TestCase("3 ]")]
    [TestCase("[MAX 3 ] ]")]
    [TestCase("[MAX 3 ] 4")]
    [TestCase("[MAX [MIN ] 3 ]")]
    [TestCase("[AVG 3 7 ]")]
    [TestCase("[FIRST 3 7 ]")]
    [TestCase("[MAX 10 7 ]")]
    public void What_is_no_expression_is_refused(string text) =>
        Assert.That(() => ListOpsExpression.Parse(text), Throws.TypeOf<FormatException>());

    [Test]
    public void Depth_does_not_overflow_the_stack()
    {
        const int Depth = 200_000;
        string text = string.Concat(Enumerable.Repeat("[MIN 7 ", Depth)) + "5"
            + string.Concat(Enumerable.Repeat(" ]", Depth));
        ListOpsExpression expression = ListOpsExpression.Parse(text);
        Assert.That(expression.Value, Is.EqualTo(5));
        Assert.That(ListOpsExpression.Parse(expression.ToString()), Is.EqualTo(expression));
    }

    [Test]
    public void The_tokens_are_those_of_the_published_reader()
    {
        ListOpsExpression expression = ListOpsExpression.Parse("( ( ( [MAX 3 ) 7 ) ] )");
        ListOpsVocabulary vocabulary = new([expression, ListOpsExpression.Parse("7")]);

        // 7 comes twice, the others once: they follow in the order of their characters.
        Assert.That(vocabulary.Words, Is.EqualTo(new[] { "<pad>", "<unk>", "<eos>", "7", "3", "X", "[MAX" }));
        int[] tokens = new int[5];
        vocabulary.Encode(expression, tokens);
        Assert.That(tokens.Select(t => vocabulary.Words[t]), Is.EqualTo(new[] { "[MAX", "3", "7", "X", "<eos>" }));

        int[] cut = new int[3];
        vocabulary.Encode(expression, cut);
        Assert.That(cut.Select(t => vocabulary.Words[t]), Is.EqualTo(new[] { "[MAX", "3", "<eos>" }));

        int[] unknown = new int[2];
        vocabulary.Encode(ListOpsExpression.Parse("8"), unknown);
        Assert.That(unknown, Is.EqualTo(new[] { ListOpsVocabulary.Unknown, ListOpsVocabulary.EndOfSequence }));
    }

    [Test]
    public void Drawn_expressions_agree_with_a_second_evaluator()
    {
        foreach (ListOpsExpression expression in new ListOpsGenerator(s_short, seed: 1).Next(2000))
        {
            string text = expression.ToString();
            int position = 0;
            object value = Evaluate(text.Split(' '), ref position);
            Assert.That(value, Is.EqualTo(expression.Value), text);
            Assert.That(position, Is.EqualTo(text.Split(' ').Length));
            Assert.That(ListOpsExpression.Parse(text), Is.EqualTo(expression));
        }
    }

    [Test]
    public void Drawn_expressions_keep_to_the_rules_of_the_arena()
    {
        ListOpsExpression[] drawn = new ListOpsGenerator(new ListOpsOptions(), seed: 2).Next(1000);
        Assert.That(drawn.Select(e => e.Length), Has.All.GreaterThan(500).And.All.LessThan(2000));
        Assert.That(drawn, Is.Unique);
        List<int> arguments = [];
        foreach (ListOpsExpression expression in drawn)
        {
            Assert.That(Depth(expression.ToString(), arguments), Is.LessThanOrEqualTo(10));
        }

        // Two to ten, each as often but for those trees that grow too long: all nine must come.
        Assert.That(arguments.Distinct().Order(), Is.EqualTo(Enumerable.Range(2, 9)));

        int[] labels = new int[10];
        foreach (ListOpsExpression expression in drawn)
        {
            labels[expression.Value]++;
        }

        Assert.That(labels, Has.All.InRange(50, 250), "between a twentieth and a quarter each");
    }

    [Test]
    public void Without_limits_of_length_the_shapes_follow_their_law()
    {
        // Depth 2 and at most 3 arguments: a digit (3/4), or an operator with 2 or 3 digits (1/8 each). Expressions are
        // distinct, so the digits run out; the numbers of each length that exist are 10, 4·10² and 4·10³.
        ListOpsOptions options = new() { LongerThan = 0, ShorterThan = 6, MaxDepth = 2, MaxArguments = 3 };
        ListOpsExpression[] all = new ListOpsGenerator(options, seed: 3).Next(10 + 400 + 4000);
        Assert.That(
            all.CountBy(e => e.Length).ToDictionary(),
            Is.EquivalentTo(new Dictionary<int, int> { [1] = 10, [4] = 400, [5] = 4000 }));
    }

    [Test]
    public void Where_there_is_nothing_new_the_generator_says_so()
    {
        ListOpsGenerator digits = new(new ListOpsOptions { LongerThan = 0, ShorterThan = 2 }, seed: 4);
        Assert.That(digits.Next(10).Select(e => e.Value).Order(), Is.EqualTo(Enumerable.Range(0, 10)));
        Assert.That(
            () => digits.Next(), Throws.InvalidOperationException.With.Message.Contains("after 10 expressions"));
    }

    [Test]
    public void The_same_seed_gives_the_same_task_and_another_seed_another()
    {
        ListOps task = ListOps.Generate(s_short, seed: 5, train: 50, validation: 10, test: 20);
        ListOps again = ListOps.Generate(s_short, seed: 5, train: 50, validation: 10, test: 20);
        ListOps other = ListOps.Generate(s_short, seed: 6, train: 50, validation: 10, test: 20);
        Assert.That((task.Train.Count, task.Validation.Count, task.Test.Count), Is.EqualTo((50, 10, 20)));
        Assert.That(task.Train.Concat(task.Validation).Concat(task.Test), Is.Unique);
        Assert.That(again.Train, Is.EqualTo(task.Train));
        Assert.That(again.Test, Is.EqualTo(task.Test));
        Assert.That(other.Train, Is.Not.EqualTo(task.Train));
    }

    [Test]
    public void A_task_becomes_token_sequences()
    {
        ListOps task = ListOps.Generate(s_short, seed: 7, train: 200, validation: 10, test: 20);
        DataSplit split = task.ToDataSplit(length: 100);
        TokenDataset train = (TokenDataset)split.Train;
        Assert.That((train.Length, train.Vocabulary, train.Classes, train.Count), Is.EqualTo((100, 18, 10, 200)));
        Assert.That((split.Validation!.Count, split.Test.Count), Is.EqualTo((10, 20)));
        Assert.That(train.Lengths.ToArray(), Is.EqualTo(task.Train.Select(e => Math.Min(e.Length + 1, 100))));
        Assert.That(train.Lengths.ToArray(), Has.Some.EqualTo(100), "one at least is cut");
        Assert.That(train.Labels.ToArray(), Is.EqualTo(task.Train.Select(e => e.Value)));

        ListOpsVocabulary vocabulary = new(task.Train);
        int[] expected = new int[train.Lengths[3]], actual = new int[100];
        vocabulary.Encode(task.Train[3], expected);
        train.CopyTokens([3], 100, actual);
        Assert.That(actual[..expected.Length], Is.EqualTo(expected));
        Assert.That(actual[expected.Length..], Has.All.EqualTo(ListOpsVocabulary.Pad));
    }

    [Test]
    public void Files_are_written_and_read_in_the_published_form()
    {
        string folder = Path.Combine(Directory.CreateTempSubdirectory("ssm-listops-").FullName, "listops-1000");
        try
        {
            ListOps task = ListOps.Generate(s_short, seed: 8, train: 30, validation: 5, test: 7);
            task.Write(folder);
            string text = File.ReadAllText(Path.Combine(folder, "basic_val.tsv"));
            Assert.That(
                text, Does.StartWith($"Source\tTarget\r\n{task.Validation[0]}\t{task.Validation[0].Value}\r\n"));
            ListOps read = ListOps.Read(folder);
            Assert.That(read.Train, Is.EqualTo(task.Train));
            Assert.That(read.Validation, Is.EqualTo(task.Validation));
            Assert.That(read.Test, Is.EqualTo(task.Test));

            string path = Path.Combine(folder, "hand.tsv");
            File.WriteAllText(path, "Source\tTarget\n( ( ( [MAX 3 ) 7 ) ] )\t7\n");
            Assert.That(ListOpsTable.Read(path).Single().Value, Is.EqualTo(7));
            ExpectRefused(path, "Source\tTarget\n[MAX 3 7 ]\t6\n", "line 2 gives 6, expected 7");
            ExpectRefused(path, "Source\tTarget\n[MAX 3 7 ]\n", "line 2 has no tab");
            ExpectRefused(path, "Source\tTarget\n5\t5\n[MAX 3 7\t7\n", "line 3: ");
            ExpectRefused(path, "5\t5\n", "does not begin");
            ExpectRefused(path, "", "does not begin");
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(folder)!, recursive: true);
        }
    }

    [Test]
    public void Options_that_make_no_sense_are_refused()
    {
        ListOpsOptions[] wrong =
        [
            new() { LongerThan = -1 },
            new() { LongerThan = 10, ShorterThan = 11 },
            new() { MaxDepth = 0 },
            new() { MaxArguments = 1 },
            new() { OperatorProbability = -0.1 },
            new() { OperatorProbability = double.NaN },
        ];
        Assert.That(
            wrong.Select(o => (Action)(() => _ = new ListOpsGenerator(o, 1))), Has.All.Matches<Action>(Refuses));
        Assert.That(() => new ListOpsGenerator(s_short, 1).Next(-1), Throws.TypeOf<ArgumentOutOfRangeException>());
    }

    private static bool Refuses(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (ArgumentOutOfRangeException)
        {
            return true;
        }
    }

    private static void ExpectRefused(string path, string text, string message)
    {
        File.WriteAllText(path, text);
        Assert.That(
            () => ListOpsTable.Read(path), Throws.TypeOf<InvalidDataException>().With.Message.Contains(message));
    }

    // "( left right )": an operator and a value make a list, a list and a value a longer one, a list and "]" its
    // result.
    private static object Evaluate(string[] words, ref int position)
    {
        string word = words[position++];
        if (word != "(")
        {
            return int.TryParse(word, CultureInfo.InvariantCulture, out int digit) ? digit : word;
        }

        object left = Evaluate(words, ref position), right = Evaluate(words, ref position);
        Assert.That(words[position++], Is.EqualTo(")"));
        if (left is string operation)
        {
            return (operation, new List<int> { (int)right });
        }

        (string name, List<int> values) = ((string, List<int>))left;
        if (right is int value)
        {
            return (name, values.Append(value).ToList());
        }

        Assert.That(right, Is.EqualTo("]"));
        return name switch
        {
            "[MIN" => values.Min(),
            "[MAX" => values.Max(),
            "[SM" => values.Sum() % 10,
            _ => (int)MathNet.Numerics.Statistics.Statistics.Median(values.Select(v => (double)v)),
        };
    }

    private static int Depth(string text, List<int> arguments)
    {
        int depth = 1, deepest = 1;
        Stack<int> open = new();
        foreach (string word in text.Split(' ').Where(w => w is not ("(" or ")")))
        {
            deepest = Math.Max(deepest, depth);
            if (word == "]")
            {
                depth--;
                arguments.Add(open.Pop());
                continue;
            }

            if (open.TryPop(out int count))
            {
                open.Push(count + 1);
            }

            if (word[0] == '[')
            {
                depth++;
                open.Push(0);
            }
        }

        return deepest;
    }
}
