using System.Globalization;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench;

/// <summary>A size as it is written: <c>B8xL4096xP256</c>, <c>1x1024</c>, <c>256x256x256</c>.</summary>
internal sealed class BenchSize
{
    private readonly (string Letters, int Value)[] _parts;

    private BenchSize(string text, (string Letters, int Value)[] parts)
    {
        Text = text;
        _parts = parts;
    }

    /// <summary>As it was written.</summary>
    internal string Text { get; }

    /// <summary>How many numbers it has.</summary>
    internal int Rank => _parts.Length;

    /// <summary>The number at a place.</summary>
    internal int this[int index] => _parts[index].Value;

    /// <summary>The number after a letter: <c>size["L"]</c>.</summary>
    internal int this[string letters] => _parts.First(p => p.Letters == letters).Value;

    /// <summary>Whether it has the letters and the number of parts of an example.</summary>
    internal bool Fits(string example) => Parse(example).Form == Form;

    /// <summary>The product of its numbers: which of two sizes of one form is the smaller.</summary>
    internal double Product => _parts.Aggregate(1.0, (product, part) => product * part.Value);

    /// <summary>The letters in order, joined by x: <c>BxLxP</c>; empty where the numbers have none.</summary>
    internal string Form => string.Join('x', _parts.Select(p => p.Letters));

    /// <summary>Reads a size.</summary>
    /// <exception cref="UserException">It is not one.</exception>
    internal static BenchSize Parse(string text)
    {
        string[] words = text.Split('x');
        var parts = new (string, int)[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            string letters = new([.. words[i].TakeWhile(char.IsAsciiLetter)]);
            string digits = words[i][letters.Length..];
            if (!int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int n) || n < 1)
            {
                throw new UserException(
                    $"bench: '--size' is '{text}', expected numbers of 1 or more joined by x, each with its letter "
                    + "where the workload has letters, as in B8xL4096xP256 or 1x1024.");
            }

            parts[i] = (letters, n);
        }

        return new BenchSize(text, parts);
    }

    /// <summary>Refuses a size of another form than a workload's.</summary>
    /// <exception cref="UserException">The letters or the number of parts differ.</exception>
    internal void Require(string example, string workload)
    {
        BenchSize expected = Parse(example);
        if (expected.Form != Form)
        {
            throw new UserException(
                $"bench: '--size' is '{Text}', which does not fit the workload {workload}; write it like {example}.");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;
}
