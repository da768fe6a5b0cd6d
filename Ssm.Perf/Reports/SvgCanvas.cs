using System.Net;
using System.Text;
using static System.FormattableString;

namespace Ssm.Perf.Reports;

/// <summary>Collects the elements of a drawing, with all text escaped.</summary>
internal sealed class SvgCanvas
{
    private readonly StringBuilder _svg = new();

    internal void Text(double x, double y, string text, string style = "", string anchor = "start", double turn = 0)
    {
        string turned = turn == 0 ? "" : Invariant($" transform=\"rotate({turn:0.#} {x:0.#} {y:0.#})\"");
        _svg.Append(Invariant($"<text class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" "));
        _svg.Append(Invariant($"text-anchor=\"{anchor}\"{turned}>"));
        _svg.Append(WebUtility.HtmlEncode(text)).Append("</text>\n");
    }

    internal void Path(string style, FormattableString path, string? told = null)
    {
        _svg.Append(Invariant($"<path class=\"{style}\" d=\"{Invariant(path)}\""));
        Close("path", told);
    }

    internal void Rectangle(string style, double x, double y, double width, double height, string? told = null)
    {
        _svg.Append(Invariant($"<rect class=\"{style}\" x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{width:0.#}\" "));
        _svg.Append(Invariant($"height=\"{height:0.#}\" rx=\"2\""));
        Close("rect", told);
    }

    internal void Dot(string style, double x, double y, double radius, string? told = null)
    {
        _svg.Append(Invariant($"<circle class=\"{style}\" cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"{radius:0.#}\""));
        Close("circle", told);
    }

    public override string ToString() => _svg.ToString();

    private void Close(string element, string? told)
    {
        _svg.Append(told is null ? "/>\n" : $"><title>{WebUtility.HtmlEncode(told)}</title></{element}>\n");
    }
}
