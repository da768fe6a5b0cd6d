namespace Ssm.Perf.Reports;

/// <summary>The numbers of a measurement as people read them.</summary>
internal static class BenchFigures
{
    /// <summary>A time with its unit and three digits: 620 ns, 1.24 µs, 35.1 ms, 2.5 s.</summary>
    internal static string Time(double milliseconds) => milliseconds switch
    {
        _ when !double.IsFinite(milliseconds) => Figures.None,
        < 1e-3 => $"{Digits(1e6 * milliseconds)} ns",
        < 1 => $"{Digits(1e3 * milliseconds)} µs",
        < 1e3 => $"{Digits(milliseconds)} ms",
        _ => $"{Digits(milliseconds / 1e3)} s",
    };

    /// <summary>Three digits, without an exponent as long as there is room.</summary>
    internal static string Digits(double value) => Math.Abs(value) switch
    {
        _ when !double.IsFinite(value) => Figures.None,
        0 => "0",
        < 0.01 or >= 1e5 => FormattableString.Invariant($"{value:0.0e+0}"),
        < 1 => FormattableString.Invariant($"{value:0.000}"),
        < 10 => FormattableString.Invariant($"{value:0.00}"),
        < 100 => FormattableString.Invariant($"{value:0.0}"),
        _ => FormattableString.Invariant($"{value:0}"),
    };

    internal static string Share(double share) =>
        double.IsFinite(share) ? FormattableString.Invariant($"{100 * share:0} %") : Figures.None;

    internal static string Error(double error) =>
        error == 0 ? "0" : double.IsFinite(error) ? FormattableString.Invariant($"{error:0.0e+0}") : Figures.None;

    /// <summary>A probability: four decimals, or how small it is.</summary>
    internal static string P(double p) => p switch
    {
        _ when !double.IsFinite(p) => Figures.None,
        < 1e-4 => FormattableString.Invariant($"{p:0.0e+0}"),
        _ => FormattableString.Invariant($"{p:0.0000}"),
    };

    internal static string Allocated(double bytes) => bytes switch
    {
        0 => "-",
        < 1024 => FormattableString.Invariant($"{bytes:0.#} B"),
        < 1 << 20 => FormattableString.Invariant($"{bytes / 1024:0.0} KiB"),
        _ => FormattableString.Invariant($"{bytes / (1 << 20):0.0} MiB"),
    };

    /// <summary>A number of bytes that is a power of two: 32 KB, 256 MB.</summary>
    internal static string Set(double bytes) => bytes >= 1 << 20
        ? FormattableString.Invariant($"{bytes / (1 << 20):0.#} MB")
        : FormattableString.Invariant($"{bytes / 1024:0.#} KB");
}
