using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Ssm.Perf.CommandLine;

/// <summary>Options whose values are checked while they are read, with messages that teach.</summary>
/// <remarks>
/// An option that was not given is null: the verb, or the recipe of the task, then has the word. Every message is made
/// of the verb, the option, what came, and what was expected.
/// </remarks>
internal static class Options
{
    private const int LongestPlaceholder = 40;

    internal static Option<string?> Text(string name, string placeholder, string description) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            CustomParser = result =>
                OnlyToken(result) is { Length: > 0 } text ? text : Refuse<string>(result, "a name"),
        };

    internal static Option<bool> Flag(string name, string description) =>
        new(name) { Description = description, Arity = ArgumentArity.Zero };

    /// <summary>A whole number of 1 or more.</summary>
    internal static Option<int?> Whole(string name, string description, int least = 1) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
                int.TryParse(OnlyToken(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n)
                && n >= least
                    ? n
                    : Refuse<int?>(result, $"a whole number from {least} to {int.MaxValue}"),
        };

    /// <summary>Whole numbers of 1 or more, with commas between them, each once.</summary>
    internal static Option<IReadOnlyList<int>?> WholeList(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "N,N",
            CustomParser = result =>
            {
                int[] numbers = [.. OnlyToken(result).Split(',', StringSplitOptions.TrimEntries).Select(
                    part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int n) ? n : 0)];
                return numbers.All(n => n >= 1) && numbers.Distinct().Count() == numbers.Length
                    ? numbers
                    : Refuse<IReadOnlyList<int>?>(
                        result, $"whole numbers from 1 to {int.MaxValue} with commas between them, each once");
            },
        };

    /// <summary>Two files, one after the other.</summary>
    internal static Option<IReadOnlyList<string>?> TwoFiles(string name, string placeholder, string description) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            Arity = new ArgumentArity(1, 2),
            AllowMultipleArgumentsPerToken = true,
            CustomParser = result =>
            {
                if (result.Tokens.Count != 2)
                {
                    result.AddError($"{Where(result)} names one file, expected two, as in {name} {placeholder}.");
                    return null;
                }

                return [.. result.Tokens.Select(t => t.Value)];
            },
        };

    /// <summary>Names with commas between them; the option may also come more than once.</summary>
    internal static Option<IReadOnlyList<string>?> Repeated(string name, string placeholder, string description) =>
        new(name)
        {
            Description = description,
            HelpName = placeholder,
            Arity = ArgumentArity.OneOrMore,
            CustomParser = result =>
            {
                string[] names = [.. result.Tokens.SelectMany(t => t.Value.Split(',', StringSplitOptions.TrimEntries))];
                if (names.GroupBy(n => n).FirstOrDefault(g => g.Count() > 1) is { } twice)
                {
                    result.AddError($"{Where(result)} names '{twice.Key}' twice; name it once.");
                    return null;
                }

                return names.All(n => n.Length > 0) ? names : Refuse<IReadOnlyList<string>?>(result, "a name");
            },
        };

    internal static Option<ulong?> Seed(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result =>
                ulong.TryParse(OnlyToken(result), NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
                    ? value
                    : Refuse<ulong?>(result, $"a whole number from 0 to {ulong.MaxValue}"),
        };

    /// <summary>
    /// A finite number for which <paramref name="allowed"/> holds; <paramref name="expected"/> says so in words.
    /// </summary>
    internal static Option<double?> Number(
        string name,
        string description,
        Predicate<double> allowed,
        string expected) =>
        new(name)
        {
            Description = description,
            HelpName = "X",
            CustomParser = result =>
                double.TryParse(OnlyToken(result), NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
                && double.IsFinite(value) && allowed(value)
                    ? value
                    : Refuse<double?>(result, expected),
        };

    /// <summary>One of a few names.</summary>
    internal static Option<string?> Choice(string name, string description, IReadOnlyList<string> choices) =>
        new(name)
        {
            Description = Explain(description, choices, '|'),
            HelpName = Placeholder(choices, '|'),
            CustomParser = result => ReadChoice(result, OnlyToken(result), choices, "one of "),
        };

    /// <summary>Some of a few names, with commas between them, each once.</summary>
    internal static Option<IReadOnlyList<string>?> Choices(
        string name,
        string description,
        IReadOnlyList<string> choices) =>
        new(name)
        {
            Description = Explain(description, choices, ','),
            HelpName = Placeholder(choices, ','),
            CustomParser = result => ReadChoices(result, choices),
        };

    // The help's first column is as wide as its longest line: many names stand in the second.
    private static bool AreFew(IReadOnlyList<string> choices) =>
        choices.Sum(choice => choice.Length + 1) <= LongestPlaceholder;

    private static string Placeholder(IReadOnlyList<string> choices, char separator) =>
        AreFew(choices) ? string.Join(separator, choices) : separator == ',' ? "NAME,NAME" : "NAME";

    private static string Explain(string description, IReadOnlyList<string> choices, char separator) =>
        AreFew(choices)
            ? description
            : $"{description}; {(separator == ',' ? "from" : "one of")} {string.Join(", ", choices)}";

    private static List<string>? ReadChoices(ArgumentResult result, IReadOnlyList<string> choices)
    {
        List<string> chosen = [];
        foreach (string part in OnlyToken(result).Split(',', StringSplitOptions.TrimEntries))
        {
            if (ReadChoice(result, part, choices, "names with commas between them, from ") is not { } choice)
            {
                return null;
            }

            if (chosen.Contains(choice))
            {
                result.AddError($"{Where(result)} names '{choice}' twice; name it once.");
                return null;
            }

            chosen.Add(choice);
        }

        return chosen;
    }

    private static string? ReadChoice(
        ArgumentResult result,
        string given,
        IReadOnlyList<string> choices,
        string expected)
    {
        if (choices.Contains(given))
        {
            return given;
        }

        result.AddError(
            $"{Where(result)} is '{given}', expected {expected}{string.Join(", ", choices)}"
            + (Suggestion.For(given, choices) is { Length: > 0 } hint ? hint : "."));
        return null;
    }

    private static string OnlyToken(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[0].Value;

    private static TValue? Refuse<TValue>(ArgumentResult result, string expected)
    {
        result.AddError($"{Where(result)} is '{OnlyToken(result)}', expected {expected}.");
        return default;
    }

    private static string Where(ArgumentResult result)
    {
        SymbolResult? above = result.Parent;
        while (above is not null and not CommandResult)
        {
            above = above.Parent;
        }

        return $"{(above as CommandResult)?.Command.Name}: '{(result.Parent as OptionResult)?.Option.Name}'";
    }
}
