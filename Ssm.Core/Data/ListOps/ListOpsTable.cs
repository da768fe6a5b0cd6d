using System.Globalization;

namespace Ssm.Core.Data;

/// <summary>Reads and writes expressions with their values, one to a line, as the Long Range Arena publishes
/// them.</summary>
/// <remarks>
/// A header <c>Source</c>, tab, <c>Target</c>; then the expression in its notation, a tab, and its value. Lines end
/// with carriage return and line feed, as the Arena's own writer ends them; a line feed alone is read as well.
/// </remarks>
public static class ListOpsTable
{
    private const string Header = "Source\tTarget";

    /// <summary>Reads a file and evaluates each expression.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">A line is no expression with its value.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static IReadOnlyList<ListOpsExpression> Read(string path)
    {
        using StreamReader reader = new(path);
        if (reader.ReadLine() is var header && header != Header)
        {
            throw new InvalidDataException(
                $"ListOpsTable: '{path}' does not begin with the line 'Source', tab, 'Target'.");
        }

        List<ListOpsExpression> expressions = [];
        for (int line = 2; reader.ReadLine() is { } text; line++)
        {
            expressions.Add(ParseLine(text, path, line));
        }

        return expressions;
    }

    /// <summary>Writes a file, over an old one of that name.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expressions">What to write, in this order.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, IEnumerable<ListOpsExpression> expressions)
    {
        using StreamWriter writer = new(path) { NewLine = "\r\n" };
        writer.WriteLine(Header);
        foreach (ListOpsExpression expression in expressions)
        {
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{expression}\t{expression.Value}"));
        }
    }

    private static ListOpsExpression ParseLine(string text, string path, int line)
    {
        int tab = text.IndexOf('\t', StringComparison.Ordinal);
        if (tab < 0 || !int.TryParse(text.AsSpan(tab + 1), CultureInfo.InvariantCulture, out int value))
        {
            throw new InvalidDataException(
                $"ListOpsTable: '{path}', line {line} has no tab and number after its expression.");
        }

        ListOpsExpression expression;
        try
        {
            expression = ListOpsExpression.Parse(text[..tab]);
        }
        catch (FormatException error)
        {
            throw new InvalidDataException($"ListOpsTable: '{path}', line {line}: {error.Message}", error);
        }

        return expression.Value == value
            ? expression
            : throw new InvalidDataException(
                $"ListOpsTable: '{path}', line {line} gives {value}, expected {expression.Value}, the value of its "
                + "expression.");
    }
}
