using Spectre.Console;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Display;

/// <summary>Says what is being measured: in one line that changes on a terminal, in a line each otherwise.</summary>
internal sealed class BenchProgress(Terminal terminal)
{
    internal TResult Show<TResult>(Func<Action<string>, TResult> work)
    {
        if (!terminal.IsLive)
        {
            return work(text => terminal.Output.WriteLine($"measuring {text}"));
        }

        // Painted once for each text and not by a timer: a spinner would take turns with what is measured.
        return terminal.Console.Live(new Text("")).Start(context =>
        {
            TResult result = work(text =>
            {
                context.UpdateTarget(new Text($"measuring {text}"));
                context.Refresh();
            });
            context.UpdateTarget(new Text(""));
            return result;
        });
    }
}
