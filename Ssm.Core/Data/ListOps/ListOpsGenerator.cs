using Ssm.Kernels;

namespace Ssm.Core.Data;

/// <summary>Draws expressions that are all different, as the Long Range Arena does.</summary>
/// <remarks>
/// A node is an operator with probability p, which has 2 to k arguments, each of them a node; otherwise, and always at
/// the greatest depth, it is a digit. Expressions outside the limits of length are thrown away. The least length that a
/// half-drawn expression can end with is known all along, so one that will be too long is given up at once: this
/// changes how many numbers are drawn, not the distribution of what is kept. Source: repository
/// google-research/long-range-arena,
/// <c>lra_benchmarks/data/listops.py</c>; the random numbers are our own, so the expressions are others than the
/// published ones.
/// </remarks>
public sealed class ListOpsGenerator
{
    // "LIST" in ASCII.
    private const ulong Stream = 0x4C495354;

    // Where this many draws give nothing new, the limits leave too little: the Arena's own need about twenty.
    private const int MaxDraws = 1_000_000;

    private readonly ListOpsOptions _options;
    private readonly RandomSource _random;
    private readonly HashSet<ListOpsExpression> _seen = [];
    private readonly byte[] _symbols;
    private readonly int[] _missing;

    /// <summary>Starts a stream of expressions.</summary>
    /// <param name="options">How they are drawn.</param>
    /// <param name="seed">The same seed gives the same expressions.</param>
    /// <exception cref="ArgumentOutOfRangeException">An option makes no sense.</exception>
    public ListOpsGenerator(ListOpsOptions options, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(options);
        DataGuard.AtLeast(options.LongerThan, 0, nameof(ListOpsGenerator));
        DataGuard.AtLeast(options.ShorterThan, options.LongerThan + 2L, nameof(ListOpsGenerator));
        DataGuard.AtLeast(options.MaxDepth, 1, nameof(ListOpsGenerator));
        DataGuard.AtLeast(options.MaxArguments, 2, nameof(ListOpsGenerator));
        if (!(options.OperatorProbability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(options),
                $"ListOpsGenerator: 'options.OperatorProbability' is {options.OperatorProbability}, expected 0 to 1.");
        }

        (_options, _random) = (options, new RandomSource(seed, Stream));
        _symbols = new byte[options.ShorterThan];

        // No more lists can be open than there are symbols.
        _missing = new int[Math.Min(options.MaxDepth, options.ShorterThan)];
    }

    /// <summary>Draws the next expression, different from all before it.</summary>
    /// <exception cref="InvalidOperationException">There is no other one within the limits, or hardly any.</exception>
    public ListOpsExpression Next()
    {
        for (int draw = 0; draw < MaxDraws; draw++)
        {
            int length = Draw();
            if (length > _options.LongerThan && length < _options.ShorterThan)
            {
                ListOpsExpression expression = ListOpsExpression.FromSymbols(_symbols.AsSpan(0, length));
                if (_seen.Add(expression))
                {
                    return expression;
                }
            }
        }

        throw new InvalidOperationException(
            $"ListOpsGenerator: {MaxDraws} draws gave nothing new after {_seen.Count} expressions longer than "
            + $"{_options.LongerThan} and shorter than {_options.ShorterThan}, expected one; widen the limits or ask "
            + "for fewer.");
    }

    /// <summary>Draws the next expressions.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="InvalidOperationException">There are not so many within the limits.</exception>
    public ListOpsExpression[] Next(int count)
    {
        DataGuard.AtLeast(count, 0, nameof(ListOpsGenerator));
        ListOpsExpression[] expressions = new ListOpsExpression[count];
        for (int i = 0; i < count; i++)
        {
            expressions[i] = Next();
        }

        return expressions;
    }

    // Returns the length of what was drawn, or ShorterThan where it was given up.
    private int Draw()
    {
        int length = 0, open = 0, least = 1;
        do
        {
            if (open + 1 < _options.MaxDepth && _random.NextDouble() < _options.OperatorProbability)
            {
                int arguments = 2 + _random.NextInt32(_options.MaxArguments - 1);

                // Where one symbol was due, now an operator, its arguments and an end are.
                least += 1 + arguments;
                if (least >= _options.ShorterThan)
                {
                    return _options.ShorterThan;
                }

                _missing[open++] = arguments;
                _symbols[length++] = (byte)(ListOpsSymbols.FirstOperator + _random.NextInt32(ListOpsSymbols.Operators));
                continue;
            }

            _symbols[length++] = (byte)_random.NextInt32(10);
            while (open > 0 && --_missing[open - 1] == 0)
            {
                _symbols[length++] = ListOpsSymbols.End;
                open--;
            }
        }
        while (open > 0);

        return length;
    }
}
