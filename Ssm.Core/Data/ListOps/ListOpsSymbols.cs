namespace Ssm.Core.Data;

/// <summary>The fifteen symbols as bytes: a digit is its value, then come the operators, then the end of a
/// list.</summary>
internal static class ListOpsSymbols
{
    internal const byte FirstOperator = 10;
    internal const byte Minimum = 10;
    internal const byte Maximum = 11;
    internal const byte Median = 12;
    internal const byte SumModuloTen = 13;
    internal const byte End = 14;
    internal const int Operators = 4;
    internal const int Count = 15;

    private static readonly string[] s_text =
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "[MIN", "[MAX", "[MED", "[SM", "]"];

    internal static string Text(byte symbol) => s_text[symbol];

    /// <summary>The word of the vocabulary: the text, but X for the end, as repository state-spaces/s4 has
    /// it.</summary>
    internal static string Word(byte symbol) => symbol == End ? "X" : s_text[symbol];

    internal static bool TryParse(ReadOnlySpan<char> text, out byte symbol)
    {
        // Nearly all words are digits.
        if (text.Length == 1 && char.IsAsciiDigit(text[0]))
        {
            symbol = (byte)(text[0] - '0');
            return true;
        }

        for (symbol = FirstOperator; symbol < Count; symbol++)
        {
            if (text.SequenceEqual(s_text[symbol]))
            {
                return true;
            }
        }

        return false;
    }
}
