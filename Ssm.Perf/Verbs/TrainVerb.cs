using System.CommandLine;
using Ssm.Perf.CommandLine;
using Ssm.Perf.Display;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Verbs;

/// <summary><c>train</c>: one model on one task, with checkpoints.</summary>
internal static class TrainVerb
{
    internal const string Name = "train";

    internal static Command Build(ITrainRunner runner, Terminal terminal, CancellationToken cancellation)
    {
        Command command = new(Name, "Trains one model on one task, with checkpoints that can be resumed");
        TrainOptions options = new(command);
        command.SetAction(parsed => Run(options.Read(parsed), runner, terminal, cancellation));
        return command;
    }

    private static int Run(
        TrainSettings settings,
        ITrainRunner runner,
        Terminal terminal,
        CancellationToken cancellation)
    {
        IProgressDisplay display = Displays.For(terminal, [settings.Model]);
        TrainResult result = display.Show(() => runner.Run(settings, display, cancellation));
        JsonFile.Write(
            settings.Common.JsonFile,
            json => TrainJson.WriteMembers(json, EnvironmentStamp.Take(settings.Common), result));

        EpochPoint best = result.Best;
        terminal.Output.WriteLine(
            FormattableString.Invariant($"best: epoch {best.Epoch}, ")
            + $"test accuracy {Figures.Percent(best.TestAccuracy)}, loss {Figures.Loss(best.Loss)}");
        terminal.Output.WriteLine($"weights: {result.WeightsSha256}");
        return ExitCodes.Done;
    }
}
