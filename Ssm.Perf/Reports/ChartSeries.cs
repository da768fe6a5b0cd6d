namespace Ssm.Perf.Reports;

/// <summary>One line of a chart.</summary>
/// <param name="Name">What a pointer resting on a point is told.</param>
/// <param name="Colour">The number of its colour in <see cref="HtmlStyle"/>.</param>
/// <param name="Dashed">Whether it accompanies another line of the same colour.</param>
/// <param name="Points">Its points, x ascending; a y that is not finite interrupts the line.</param>
internal sealed record ChartSeries(string Name, int Colour, bool Dashed, IReadOnlyList<(double X, double Y)> Points);
