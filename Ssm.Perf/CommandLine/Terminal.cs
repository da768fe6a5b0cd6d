using Spectre.Console;

namespace Ssm.Perf.CommandLine;

/// <summary>Where the program writes, and whether somebody watches.</summary>
internal sealed class Terminal
{
    // Wide enough for every table of this program: a log must not fold its rows.
    private const int PlainWidth = 160;

    internal Terminal(TextWriter output, TextWriter error, bool live)
    {
        Output = output;
        Error = error;
        IsLive = live;
        Console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = live ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = live ? InteractionSupport.Detect : InteractionSupport.No,
        });
        if (!live)
        {
            Console.Profile.Width = PlainWidth;
        }
    }

    /// <summary>Results and plain lines.</summary>
    internal TextWriter Output { get; }

    /// <summary>Error messages.</summary>
    internal TextWriter Error { get; }

    /// <summary>Tables and the live display, onto <see cref="Output"/>.</summary>
    internal IAnsiConsole Console { get; }

    /// <summary>Whether a person looks at a screen that can be repainted; otherwise plain lines are written.</summary>
    internal bool IsLive { get; }

    /// <summary>The process's own streams.</summary>
    internal static Terminal OfProcess()
    {
        bool live = !System.Console.IsOutputRedirected
            && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
            && Environment.GetEnvironmentVariable("TERM") is not "dumb";
        return new Terminal(System.Console.Out, System.Console.Error, live);
    }
}
