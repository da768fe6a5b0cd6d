namespace Ssm.Perf.Reports;

/// <summary>One axis of a chart: which values have a tick, and where a value lies between 0 and 1.</summary>
internal sealed class ChartAxis
{
    private readonly Func<double, double> _scale;
    private readonly double _low;
    private readonly double _high;

    private ChartAxis(IReadOnlyList<double> ticks, double low, double high, Func<double, double> scale)
    {
        Ticks = ticks;
        _scale = scale;
        _low = scale(low);
        _high = scale(high);
    }

    /// <summary>The values that carry a label, ascending.</summary>
    internal IReadOnlyList<double> Ticks { get; }

    /// <summary>Where a value lies: 0 at the axis's start, 1 at its end.</summary>
    internal double Place(double value) => (_scale(value) - _low) / (_high - _low);

    /// <summary>
    /// Equal steps, from a tick at or below <paramref name="low"/> to one at or above <paramref name="high"/>.
    /// </summary>
    internal static ChartAxis Linear(double low, double high, int intervals = 5)
    {
        if (!(high > low))
        {
            (low, high) = (low - 0.5, low + 0.5);
        }

        double step = NiceStep((high - low) / intervals);
        double first = Math.Floor((low / step) + 1e-9) * step;
        double last = Math.Ceiling((high / step) - 1e-9) * step;
        return new ChartAxis(Steps(first, last, step), first, last, x => x);
    }

    /// <summary>Whole numbers without a margin: epochs.</summary>
    internal static ChartAxis Whole(int low, int high, int intervals = 8)
    {
        if (high <= low)
        {
            return new ChartAxis([low], low - 1, low + 1, x => x);
        }

        int step = (int)Math.Max(1, NiceStep((high - low) / (double)intervals));
        List<double> ticks = [low];
        for (int tick = ((low / step) + 1) * step; tick <= high; tick += step)
        {
            ticks.Add(tick);
        }

        return new ChartAxis(ticks, low, high, x => x);
    }

    /// <summary>Equal ratios, with ticks at 1, 2 and 5 times the powers of ten.</summary>
    internal static ChartAxis Logarithmic(double low, double high)
    {
        List<double> ticks = [];
        for (int power = (int)Math.Floor(Math.Log10(low)) - 1; power <= (int)Math.Ceiling(Math.Log10(high)); power++)
        {
            foreach (double digit in (double[])[1, 2, 5])
            {
                ticks.Add(digit * Math.Pow(10, power));
            }
        }

        // The outermost ticks that still enclose the data become the ends.
        int first = ticks.FindLastIndex(t => t <= low * (1 + 1e-9));
        int last = ticks.FindIndex(t => t >= high * (1 - 1e-9));
        ticks = ticks[first..(last + 1)];
        return new ChartAxis(Thin(ticks), ticks[0], ticks[^1], Math.Log10);
    }

    /// <summary>Equal ratios without a margin, with ticks at every other power of two: lengths of sequences.</summary>
    internal static ChartAxis PowersOfTwo(double low, double high)
    {
        int first = (int)Math.Floor(Math.Log2(low) + 1e-9), last = (int)Math.Ceiling(Math.Log2(high) - 1e-9);
        last = Math.Max(last, first + 1);
        int step = last - first > 9 ? 2 : 1;
        return new ChartAxis(
            [.. Enumerable.Range(0, ((last - first) / step) + 1).Select(i => Math.Pow(2, first + (i * step)))],
            Math.Pow(2, first),
            Math.Pow(2, last),
            Math.Log2);
    }

    // Over more than two decades the powers of ten are enough.
    private static List<double> Thin(List<double> ticks) =>
        ticks.Count <= 7 ? ticks : [.. ticks.Where(t => Math.Abs(Math.Log10(t) - Math.Round(Math.Log10(t))) < 1e-9)];

    private static List<double> Steps(double first, double last, double step)
    {
        List<double> ticks = [];
        for (int i = 0; first + (i * step) <= last + (step / 2); i++)
        {
            ticks.Add(first + (i * step));
        }

        return ticks;
    }

    /// <summary>The smallest of 1, 2, 5, 10 times a power of ten that is not below <paramref name="rough"/>.</summary>
    private static double NiceStep(double rough)
    {
        double power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        double digit = rough / power;
        return power * (digit <= 1.000001 ? 1 : digit <= 2.000001 ? 2 : digit <= 5.000001 ? 5 : 10);
    }
}
