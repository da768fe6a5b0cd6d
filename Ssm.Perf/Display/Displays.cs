using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Display;

/// <summary>Chooses how progress is shown.</summary>
internal static class Displays
{
    internal static IProgressDisplay For(Terminal terminal, IReadOnlyList<string> models) =>
        terminal.IsLive ? new LiveDisplay(terminal.Console, models) : new PlainDisplay(terminal.Output);
}
