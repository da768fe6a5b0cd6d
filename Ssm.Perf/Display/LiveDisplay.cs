using System.Diagnostics;
using Spectre.Console;
using Spectre.Console.Rendering;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Display;

/// <summary>A table on the terminal that is repainted in place, one row for each model.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, IReadOnlyList<string> models) : IProgressDisplay
{
    // Often enough to look alive, seldom enough to cost nothing.
    private static readonly TimeSpan RepaintInterval = TimeSpan.FromMilliseconds(100);

    private readonly Dictionary<string, TrainingProgress> _latest = [];
    private LiveDisplayContext? _context;
    private long _lastPaint;

    public TResult Show<TResult>(Func<TResult> work) =>
        console.Live(Paint()).Start(context =>
        {
            _context = context;
            try
            {
                return work();
            }
            finally
            {
                context.UpdateTarget(Paint());
                _context = null;
            }
        });

    public void Report(TrainingProgress value)
    {
        _latest[value.Model] = value;
        if (_context is not null && (value.EpochDone || Stopwatch.GetElapsedTime(_lastPaint) >= RepaintInterval))
        {
            _context.UpdateTarget(Paint());
            _lastPaint = Stopwatch.GetTimestamp();
        }
    }

    /// <summary>The table as it stands.</summary>
    internal IRenderable Paint()
    {
        Table table = new() { Border = TableBorder.Rounded };
        table.AddColumn("model");
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (string heading in (string[])["epoch", "loss", "train", "test", "samples/s", "left"])
        {
            table.AddColumn(new TableColumn(heading).RightAligned());
        }

        foreach (string model in models)
        {
            table.AddRow(_latest.TryGetValue(model, out TrainingProgress? now) ? Row(now) : Waiting(model));
        }

        return table;
    }

    private static string[] Waiting(string model) => [$"[grey]{Markup.Escape(model)}[/]", "[grey]waiting[/]"];

    private static string[] Row(TrainingProgress now) =>
    [
        $"[bold]{Markup.Escape(now.Model)}[/]",
        Bar(now.Fraction),
        FormattableString.Invariant($"{now.Epoch}/{now.Epochs}"),
        Figures.Loss(now.Loss),
        Figures.Percent(now.TrainAccuracy),
        Figures.Percent(now.TestAccuracy),
        Figures.Rate(now.SamplesPerSecond),
        now.Remaining is { } left ? Figures.Clock(left) : Figures.None,
    ];

    private static string Bar(double fraction)
    {
        const int Cells = 12;
        int full = (int)Math.Round(Math.Clamp(fraction, 0, 1) * Cells);
        return $"[green]{new string('━', full)}[/][grey]{new string('━', Cells - full)}[/]";
    }
}
