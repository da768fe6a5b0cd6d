namespace Ssm.Perf.Reports;

/// <summary>Finds room for labels beside their points: each where it covers least of what is there already.</summary>
/// <param name="left">The area's left edge.</param>
/// <param name="top">Its top.</param>
/// <param name="right">Its right edge.</param>
/// <param name="bottom">Its bottom.</param>
internal sealed class LabelPlacer(double left, double top, double right, double bottom)
{
    private const double CharacterWidth = 6.1;
    private const double LineHeight = 12;
    private const double Gap = 7;

    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];

    /// <summary>Keeps labels off a point.</summary>
    internal void Reserve(double x, double y, double radius) =>
        _taken.Add((x - radius, y - radius, x + radius, y + radius));

    /// <summary>Where the text begins, ends or is centred, and its baseline.</summary>
    internal (double X, double Y, string Anchor) Place(double x, double y, string text)
    {
        double width = text.Length * CharacterWidth;
        (double X, double Y, string Anchor)[] choices =
        [
            (x + Gap, y + 4, "start"),
            (x - Gap, y + 4, "end"),
            (x, y - Gap, "middle"),
            (x, y + Gap + 8, "middle"),
            (x + Gap, y - 5, "start"),
            (x + Gap, y + 13, "start"),
            (x - Gap, y - 5, "end"),
            (x - Gap, y + 13, "end"),
            (x + (2.5 * Gap), y - 14, "start"),
            (x + (2.5 * Gap), y + 22, "start"),
            (x - (2.5 * Gap), y - 14, "end"),
            (x - (2.5 * Gap), y + 22, "end"),
        ];

        (double X, double Y, string Anchor) best = choices[0];
        double least = double.PositiveInfinity;
        foreach ((double X, double Y, string Anchor) choice in choices)
        {
            double covered = Covered(Box(choice, width));
            if (covered < least)
            {
                (best, least) = (choice, covered);
            }
        }

        _taken.Add(Box(best, width));
        return best;
    }

    private static (double Left, double Top, double Right, double Bottom) Box(
        (double X, double Y, string Anchor) at, double width)
    {
        double start = at.Anchor switch { "end" => at.X - width, "middle" => at.X - (width / 2), _ => at.X };
        return (start, at.Y - LineHeight + 2, start + width, at.Y + 2);
    }

    private double Covered((double Left, double Top, double Right, double Bottom) box)
    {
        // Outside the area is worse than anything inside it.
        double outside = Math.Max(0, left - box.Left) + Math.Max(0, box.Right - right)
            + Math.Max(0, top - box.Top) + Math.Max(0, box.Bottom - bottom);
        double covered = 1e4 * outside;
        foreach ((double l, double t, double r, double b) in _taken)
        {
            double width = Math.Min(r, box.Right) - Math.Max(l, box.Left);
            double height = Math.Min(b, box.Bottom) - Math.Max(t, box.Top);
            covered += width > 0 && height > 0 ? width * height : 0;
        }

        return covered;
    }
}
