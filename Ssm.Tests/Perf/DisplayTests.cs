using Spectre.Console;
using Ssm.Perf.Display;

namespace Ssm.Tests.Perf;

public sealed class DisplayTests
{
    [Test]
    public void The_live_table_shows_models_that_run_and_models_that_wait()
    {
        using StringWriter output = new();
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = AnsiSupport.No,
        });
        console.Profile.Width = 120;
        Ssm.Perf.Display.LiveDisplay display = new(console, ["s4d", "s5"]);

        int answer = display.Show(() =>
        {
            TimeSpan minute = TimeSpan.FromMinutes(1);
            display.Report(new TrainingProgress("s4d", 3, 10, 0.25, 0.5, 0.75, double.NaN, 4321, minute, false));
            return 42;
        });

        console.Write(display.Paint());
        Assert.That(answer, Is.EqualTo(42));
        Assert.That(output.ToString(), Does.Contain("3/10").And.Contain("75.0 %").And.Contain("4 321"));
        Assert.That(output.ToString(), Does.Contain("3:00").And.Contain("waiting"));
    }

    [Test]
    public void The_time_left_is_unknown_until_something_is_done()
    {
        TrainingProgress start = new("s5", 1, 1, 0, 1, 0, 0, 0, TimeSpan.FromSeconds(5), EpochDone: false);

        Assert.That(start.Remaining, Is.Null);
        Assert.That((start with { Fraction = 1 }).Remaining, Is.EqualTo(TimeSpan.Zero));
    }
}
