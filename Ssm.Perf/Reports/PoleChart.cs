using System.Net;
using System.Numerics;
using System.Text;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>The poles of a discrete-time system in the complex plane, with the unit circle, as an inline SVG.</summary>
internal static class PoleChart
{
    // A large model has many thousands; more dots than this only make the file heavy.
    internal const int MostPoles = 1200;

    private const double Size = 200;
    private const double Radius = 82;

    internal static string Svg(string description, int? colour, IReadOnlyList<Complex> poles)
    {
        Complex[] finite = [.. poles.Where(Complex.IsFinite)];

        // The circle fills the drawing, unless a pole lies outside: then it makes room.
        double reach = finite.Length == 0 ? 1 : Math.Max(1, finite.Max(Complex.Abs));
        double unit = Radius / reach;
        double centre = Size / 2;

        StringBuilder svg = new();
        svg.Append(Invariant($"<svg class=\"poles\" viewBox=\"0 0 {Size} {Size}\" role=\"img\" "));
        svg.Append(Invariant($"aria-label=\"{WebUtility.HtmlEncode(description)}\">\n"));
        svg.Append(Invariant($"<path class=\"grid\" d=\"M4 {centre}H{Size - 4}M{centre} 4V{Size - 4}\"/>"));
        svg.Append(Invariant($"<circle class=\"unit\" cx=\"{centre}\" cy=\"{centre}\" r=\"{unit:0.##}\"/>\n"));
        svg.Append(Invariant($"<text class=\"tick\" x=\"{centre + unit + 3:0.#}\" y=\"{centre + 16}\">1</text>"));
        svg.Append(Invariant($"<text class=\"tick\" x=\"{centre + 5}\" y=\"{centre - unit - 4:0.#}\">i</text>\n"));

        // Zero-length strokes with round ends are dots, at a dozen characters each.
        svg.Append(Invariant($"<path class=\"pole {(colour is { } c ? Invariant($"s{c}") : "before")}\" d=\""));
        foreach (Complex pole in Thin(finite))
        {
            svg.Append(Invariant($"M{centre + (pole.Real * unit):0.#} {centre - (pole.Imaginary * unit):0.#}h0"));
        }

        return svg.Append("\"/>\n</svg>\n").ToString();
    }

    /// <summary>At most <see cref="MostPoles"/> of the poles, evenly taken.</summary>
    internal static IEnumerable<Complex> Thin(IReadOnlyList<Complex> poles)
    {
        int shown = Math.Min(poles.Count, MostPoles);
        for (int i = 0; i < shown; i++)
        {
            yield return poles[(int)((long)i * poles.Count / shown)];
        }
    }
}
