using System.CommandLine;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>The options that choose a task, shared by the verbs that train.</summary>
internal sealed class TaskOptions
{
    private readonly Option<string?> _task =
        Options.Choice("--task", "What to learn [default: digits, which is embedded]", Catalog.Tasks);

    private readonly Option<string?> _data =
        Options.Text("--data", "DIR", "Folder of IDX files (MNIST and its kin), for --task idx");

    private readonly Option<int?> _length =
        Options.Whole("--length", "Steps of a sequence, at most, for tasks that are drawn from the seed", least: 4);

    internal TaskOptions(Command command)
    {
        command.Options.Add(_task);
        command.Options.Add(_data);
        command.Options.Add(_length);
    }

    internal TaskSettings Read(ParseResult parsed)
    {
        string verb = parsed.CommandResult.Command.Name;
        string task = parsed.GetValue(_task) ?? "digits";
        string? data = parsed.GetValue(_data);
        int? length = parsed.GetValue(_length);
        if (data is not null && task != "idx")
        {
            throw new UserException(
                $"{verb}: '--data' goes with --task idx, but the task is '{task}'; add --task idx or drop --data.");
        }

        if (length is not null && !Catalog.Drawn.Contains(task))
        {
            throw new UserException(
                $"{verb}: '--length' goes with --task {string.Join(", ", Catalog.Drawn)}, but the task is '{task}'; "
                + "drop one of the two.");
        }

        if (task == "idx" && data is null)
        {
            throw new UserException(
                $"{verb}: '--task idx' needs '--data', the folder with the IDX files; add --data DIR.");
        }

        if (data is not null && !Directory.Exists(data))
        {
            throw new UserException($"{verb}: '--data' is '{data}', and there is no such directory.");
        }

        return new TaskSettings(task, data, length);
    }
}
