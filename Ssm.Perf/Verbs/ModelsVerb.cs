using System.CommandLine;
using System.Numerics;
using Ssm.Core.Models;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Recipes;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>models</c>: the survey's Table I, from what the models say of themselves.</summary>
internal static class ModelsVerb
{
    internal const string Name = "models";

    private const string End = "<!-- end -->";

    internal static Command Build(Terminal terminal)
    {
        Command command = new(Name, "Lists the models in the terms of the survey's Table I");
        Option<string?> markdown =
            Options.Text("--markdown", "FILE", "Write the tables between the marks of this file, as docs/models.md");
        Option<string?> plots = Options.Text("--plots", "DIR", "Draw each model's initial poles into this directory");
        command.Options.Add(markdown);
        command.Options.Add(plots);
        CommonOptions common = new(command);
        command.SetAction(parsed =>
        {
            CommonSettings settings = common.ReadForCpu(parsed);
            terminal.Console.Write(ModelTable.Build(ModelCards.All));
            if (parsed.GetValue(markdown) is { } file)
            {
                File.WriteAllText(file, Filled(file, File.ReadAllText(file)));
            }

            if (parsed.GetValue(plots) is { } directory)
            {
                Draw(directory, settings.Seed);
            }

            JsonFile.Write(settings.JsonFile, json => ModelsJson.WriteMembers(json, EnvironmentStamp.Take(settings)));
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>The text with both tables as they are now.</summary>
    internal static string Filled(string file, string text)
    {
        ILookup<bool, ModelCard> cards = ModelCards.All.ToLookup(card => card.SurveyRow is not null);
        text = Fill(file, text, "<!-- the survey's models -->", cards[true]);
        return Fill(file, text, "<!-- further models -->", cards[false]);
    }

    private static string Fill(string file, string text, string mark, IEnumerable<ModelCard> cards)
    {
        int start = text.IndexOf(mark, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf(End, start, StringComparison.Ordinal);
        return end < 0
            ? throw new UserException(
                $"models: '{file}' has no '{mark}' with an '{End}' behind it, between which the table would stand.")
            : $"{text[..(start + mark.Length)]}\n\n{ModelTable.Markdown(cards)}\n{text[end..]}";
    }

    private static void Draw(string directory, ulong seed)
    {
        Directory.CreateDirectory(directory);
        foreach (ModelCard card in ModelCards.All)
        {
            if (InitialPoles.Of(card, seed) is Complex[] poles)
            {
                File.WriteAllText(Path.Combine(directory, $"{card.Id}.svg"), PolePlot.Document(card, poles));
            }
        }
    }
}
