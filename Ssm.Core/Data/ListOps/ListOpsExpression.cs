using System.Text;

namespace Ssm.Core.Data;

/// <summary>A nested list of digits under the operators minimum, maximum, median and sum modulo ten.</summary>
/// <remarks>
/// Nangia and Bowman, "ListOps: A Diagnostic Dataset for Latent Tree Learning", 2018, arXiv:1804.06028, with the
/// operators and the notation of the Long Range Arena (Tay et al., 2020, arXiv:2011.04006). Nothing here recurses, so
/// an expression of any depth is safe.
/// </remarks>
public sealed class ListOpsExpression : IEquatable<ListOpsExpression>
{
    private readonly byte[] _symbols;

    // Takes the array over: the caller does not keep it.
    private ListOpsExpression(byte[] symbols, byte value) => (_symbols, Value) = (symbols, value);

    /// <summary>The result of the expression, 0 … 9, which is its label.</summary>
    public int Value { get; }

    /// <summary>The number of symbols: digits, operators and ends of lists, without the parentheses.</summary>
    public int Length => _symbols.Length;

    /// <summary>The symbols in the order of writing: digits as themselves, 10 to 13 MIN, MAX, MED, SM, 14 the
    /// end.</summary>
    internal ReadOnlySpan<byte> Symbols => _symbols;

    /// <summary>Reads the notation of the Long Range Arena, for example <c>( ( ( [MAX 3 ) 7 ) ] )</c>.</summary>
    /// <remarks>Parentheses say nothing that the brackets do not, so they are passed over and may be left
    /// out.</remarks>
    /// <param name="text">Symbols separated by single spaces.</param>
    /// <exception cref="FormatException">The text is not exactly one expression.</exception>
    public static ListOpsExpression Parse(string text)
    {
        byte[] symbols = new byte[(text.Length + 1) / 2];
        int count = 0;
        foreach (Range part in text.AsSpan().Split(' '))
        {
            ReadOnlySpan<char> word = text.AsSpan()[part];
            if (word is "(" or ")" or "")
            {
                continue;
            }

            symbols[count++] = ListOpsSymbols.TryParse(word, out byte symbol)
                ? symbol
                : throw new FormatException(
                    $"ListOpsExpression: '{word}' is no symbol, expected a digit, [MIN, [MAX, [MED, [SM, ] or a "
                    + "parenthesis.");
        }

        return FromSymbols(symbols.AsSpan(0, count));
    }

    /// <summary>Writes the notation of the Long Range Arena: pairs, to the left, around the operator and each of its
    /// arguments.</summary>
    public override string ToString()
    {
        int[] arguments = CountArguments();
        Stack<byte> open = new();
        StringBuilder text = new(6 * Length);
        for (int i = 0; i < _symbols.Length; i++)
        {
            byte symbol = _symbols[i];
            if (symbol is >= ListOpsSymbols.FirstOperator and < ListOpsSymbols.End)
            {
                // One pair for each argument and one for the end of the list.
                for (int pair = 0; pair <= arguments[i]; pair++)
                {
                    text.Append("( ");
                }

                open.Push(symbol);
                text.Append(ListOpsSymbols.Text(symbol)).Append(' ');
                continue;
            }

            text.Append(ListOpsSymbols.Text(symbol));
            if (symbol == ListOpsSymbols.End)
            {
                text.Append(" )");
                open.Pop();
            }

            // What has just ended is an argument of the list around it.
            text.Append(open.Count > 0 ? " ) " : "");
        }

        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(ListOpsExpression? other) =>
        other is not null && _symbols.AsSpan().SequenceEqual(other._symbols);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ListOpsExpression);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(_symbols);
        return hash.ToHashCode();
    }

    /// <summary>Checks and evaluates a sequence of symbols.</summary>
    internal static ListOpsExpression FromSymbols(ReadOnlySpan<byte> symbols) =>
        new(symbols.ToArray(), Evaluate(symbols));

    private static byte Evaluate(ReadOnlySpan<byte> symbols)
    {
        // Operators and values share one stack: a value is below FirstOperator, so a list's start is found by looking
        // down.
        byte[] stack = new byte[symbols.Length];
        int top = 0;
        foreach (byte symbol in symbols)
        {
            if (symbol != ListOpsSymbols.End)
            {
                stack[top++] = symbol;
                continue;
            }

            int start = top;
            while (start > 0 && stack[start - 1] < ListOpsSymbols.FirstOperator)
            {
                start--;
            }

            if (start == 0 || start == top)
            {
                throw new FormatException(
                    $"ListOpsExpression: a list ends {(start == 0 ? "without an operator" : "without a value")}, "
                    + "expected both.");
            }

            byte value = Apply(stack[start - 1], stack.AsSpan(start, top - start));
            top = start;
            stack[top - 1] = value;
        }

        return top == 1 && stack[0] < ListOpsSymbols.FirstOperator
            ? stack[0]
            : throw new FormatException(
                $"ListOpsExpression: {top} parts are left over, expected one finished expression.");
    }

    private static byte Apply(byte operation, Span<byte> values)
    {
        if (operation == ListOpsSymbols.SumModuloTen)
        {
            int sum = 0;
            foreach (byte value in values)
            {
                sum += value;
            }

            return (byte)(sum % 10);
        }

        values.Sort();
        return operation switch
        {
            ListOpsSymbols.Minimum => values[0],
            ListOpsSymbols.Maximum => values[^1],

            // The mean of the middle two, cut to a whole number; both are the same one where the count is odd.
            _ => (byte)((values[(values.Length - 1) / 2] + values[values.Length / 2]) / 2),
        };
    }

    // For each operator, at its own position, the number of its arguments.
    private int[] CountArguments()
    {
        int[] arguments = new int[_symbols.Length];
        Stack<int> open = new();
        for (int i = 0; i < _symbols.Length; i++)
        {
            bool isOperator = _symbols[i] is >= ListOpsSymbols.FirstOperator and < ListOpsSymbols.End;
            if (_symbols[i] == ListOpsSymbols.End)
            {
                open.Pop();
            }
            else if (open.TryPeek(out int parent))
            {
                arguments[parent]++;
            }

            if (isOperator)
            {
                open.Push(i);
            }
        }

        return arguments;
    }
}
