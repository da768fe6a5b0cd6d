using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>What <c>compare</c> is asked to do.</summary>
/// <param name="Common">Device, threads, seed.</param>
/// <param name="Models">The models, in the order in which to train and show them; each once.</param>
/// <param name="Task">What they learn.</param>
/// <param name="Epochs">Passes over the training set; null for the task's recipe.</param>
/// <param name="Batch">Sequences per step; null for the task's recipe.</param>
internal sealed record CompareSettings(
    CommonSettings Common,
    IReadOnlyList<string> Models,
    TaskSettings Task,
    int? Epochs,
    int? Batch)
{
    /// <summary>The command that gives the same numbers again.</summary>
    internal string CommandLine
    {
        get
        {
            List<string> words = ["dotnet run -c Release --project Ssm.Perf -- compare"];
            words.Add($"--models {string.Join(',', Models)}");
            words.Add($"--task {Task.Name}");
            Add(words, "--data", Task.DataDirectory is { } data ? $"\"{data}\"" : null);
            Add(words, "--length", Task.Length);
            Add(words, "--epochs", Epochs);
            Add(words, "--batch", Batch);
            Add(words, "--seed", Common.Seed);
            return string.Join(' ', words);
        }
    }

    private static void Add<TValue>(List<string> words, string option, TValue? value)
    {
        if (value is not null)
        {
            words.Add(FormattableString.Invariant($"{option} {value}"));
        }
    }
}
