using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ssm.Perf.CommandLine;

/// <summary>Says in one line what is wrong with a command line, and what would be right.</summary>
internal static class ParseMessage
{
    /// <summary>A first word that is no verb.</summary>
    internal static string UnknownVerb(string given, IReadOnlyList<string> verbs) =>
        $"'{given}' is no verb; there are {string.Join(", ", verbs)}"
        + (Suggestion.For(given, verbs) is { Length: > 0 } hint ? hint : ".");

    /// <summary>The first thing that is wrong with a parsed command line, or null.</summary>
    internal static string? For(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
        {
            return null;
        }

        Command command = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [string token, ..])
        {
            string[] names = [.. command.Options.Where(o => !o.Hidden).Select(o => o.Name)];
            string name = token.Split('=', ':')[0];
            return name.StartsWith('-')
                ? $"{command.Name}: there is no option '{name}'"
                    + (Suggestion.Nearest(name, names) is { } near
                        ? $"; did you mean '{near}'?"
                        : $"; there are {string.Join(", ", names)}.")
                : $"{command.Name}: '{token}' belongs to no option; a value comes after its option, as in --seed 1.";
        }

        ParseError error = parsed.Errors[0];
        return error.SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option =>
                $"{command.Name}: '{option.Option.Name}' has no value; "
                + $"write {option.Option.Name} {option.Option.HelpName}.",
            OptionResult { Tokens.Count: > 1, Option.Arity.MaximumNumberOfValues: 1 } option =>
                $"{command.Name}: '{option.Option.Name}' came {option.Tokens.Count} times; give it once.",
            _ => error.Message,
        };
    }
}
