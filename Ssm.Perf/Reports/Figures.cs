using System.Globalization;

namespace Ssm.Perf.Reports;

/// <summary>Numbers as people read them, the same in the tables of the terminal and of the report.</summary>
internal static class Figures
{
    /// <summary>What stands where there is no number.</summary>
    internal const string None = "–";

    internal static string Percent(double share) => OrNone(share, $"{100 * share:0.0} %");

    internal static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture).Replace(',', ' ');

    internal static string Rate(double perSecond) =>
        OrNone(perSecond, perSecond >= 100 ? Count((long)Math.Round(perSecond)) : $"{perSecond:0.0}");

    /// <summary>Three significant digits.</summary>
    internal static string Short(double value) => OrNone(value, $"{value:G3}");

    internal static string Microseconds(double value) => OrNone(value, value >= 100 ? $"{value:0}" : $"{value:0.00}");

    internal static string Loss(double value) => OrNone(value, $"{value:0.0000}");

    internal static string Seconds(double value) => OrNone(value, value >= 100 ? $"{value:0}" : $"{value:0.0}");

    /// <summary>Two significant digits and the power of ten.</summary>
    internal static string Scientific(double value) => OrNone(value, $"{value:0.0e+00}");

    internal static string Bytes(long bytes) => bytes >= 1L << 30
        ? Invariant($"{bytes / (double)(1L << 30):0.00} GiB")
        : Invariant($"{bytes / (double)(1L << 20):0} MiB");

    /// <summary>A length of time for a waiting person: 0:42, 12:03, 1:05:00.</summary>
    internal static string Clock(TimeSpan time) => time.TotalHours >= 1
        ? Invariant($"{(int)time.TotalHours}:{time.Minutes:00}:{time.Seconds:00}")
        : Invariant($"{time.Minutes}:{time.Seconds:00}");

    private static string OrNone(double value, FormattableString text) => OrNone(value, Invariant(text));

    private static string OrNone(double value, string text) => double.IsFinite(value) ? text : None;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
