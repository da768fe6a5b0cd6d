using Ssm.Autodiff;

namespace Ssm.Tests.Autodiff;

/// <summary>
/// The judge judged: with one contribution of one pullback made wrong, the gradient check of the op table must fail.
/// </summary>
/// <remarks>
/// A mutant hands on what the op's own pullback gives, but for one contribution to one input. It counts where it
/// changes the gradient at all, as the conjugate of a real contribution does not. All of the text of the pullbacks is
/// mutated by .ci/mutate.cs, which takes longer.
/// </remarks>
public sealed class MutationTests
{
    private static readonly (string Name, Func<NdArray<double>, NdArray<double>?> Change)[] Mutations =
    [
        ("negated", NdMath.Negate),
        ("conjugated", NdMath.Conjugate),
        ("left out", _ => null),
        ("scaled", x => NdMath.Scale(x, 1 + 1e-4)),
    ];

    /// <summary>For each op the row with the most inputs, and the most complex ones among them.</summary>
    private static IEnumerable<TestCaseData> Cases() =>
        from rows in OpRows.All<double>().GroupBy(row => row.Op)
        let row = rows.OrderBy(row => row.Inputs.Any(input => input.Shape.Count < 2))
            .ThenByDescending(row => row.Inputs.Length)
            .ThenByDescending(row => row.Inputs.Count(input => input.IsComplex))
            .ThenBy(row => row.Inputs.Sum(input => input.Shape.Count))
            .First()
        select new TestCaseData(row).SetArgDisplayNames(row.ToString());

    [TestCaseSource(nameof(Cases))]
    public void The_gradient_check_fails_for_every_wrong_contribution(OpRow<double> row)
    {
        NdArray<double>[] inputs = OpTableTests.Values(row);
        HashSet<(int Op, int To)> contributions = [];
        IReadOnlyList<GradCheckResult> sound = Check((op, to, x) =>
        {
            contributions.Add((op, to));
            return x;
        });

        List<string> survivors = [];
        int mutants = 0;
        foreach ((int op, int to) in contributions)
        {
            foreach ((string name, Func<NdArray<double>, NdArray<double>?> change) in Mutations)
            {
                IReadOnlyList<GradCheckResult> wrong = Check((o, t, x) => (o, t) == (op, to) ? change(x) : x);
                if (Differ(wrong, sound))
                {
                    mutants++;
                    if (wrong.All(result => result.RelativeError < OpTableTests.GradientTolerance))
                    {
                        survivors.Add($"op {op}, contribution to {to} {name}: {string.Join("; ", wrong)}");
                    }
                }
            }
        }

        Assert.That(survivors, Is.Empty, $"of {mutants} mutants");
        Assert.That(mutants > 0, Is.EqualTo(sound.Any(result => result.ByPullback != 0)), "mutants");

        IReadOnlyList<GradCheckResult> Check(Func<int, int, NdArray<double>, NdArray<double>?> change) =>
            GradCheck.Run(x => Through(x, row.Apply(x), change), inputs);
    }

    /// <summary>Sends all contributions of all pullbacks on y's tape through a function.</summary>
    private static Variable<double> Through(
        Variable<double>[] leaves, Variable<double> y, Func<int, int, NdArray<double>, NdArray<double>?> change)
    {
        if (y.Tape is not { } tape)
        {
            return y;
        }

        List<TapeEntry<double>> entries = tape.Memory.Entries;
        List<Variable<double>> variables = [.. leaves];
        for (int op = 0; op < entries.Count; op++)
        {
            (TapeEntry<double> entry, int number, Variable<double>[] known) = (entries[op], op, [.. variables]);
            entries[op] = entry.Joint is { } joint
                ? entry with
                {
                    Pullback = joint with
                    {
                        Pullback = (dy, gradients) =>
                        {
                            Gradients<double> own = new();
                            joint.Pullback(dy, own);
                            HandOn(own, gradients);
                        },
                    },
                }
                : entry with
                {
                    Pullback = (Pullback<double>)((dy, gradients) =>
                    {
                        Gradients<double> own = new();
                        ((Pullback<double>)entry.Pullback)(dy, own);
                        HandOn(own, gradients);
                    }),
                };
            variables.AddRange(entry.Joint?.Outputs ?? [entry.Output]);

            void HandOn(Gradients<double> from, Gradients<double> to)
            {
                for (int i = 0; i < known.Length; i++)
                {
                    if (from[known[i]] is { } contribution && change(number, i, contribution) is { } changed)
                    {
                        to.Add(known[i], changed);
                    }
                }
            }
        }

        return y;
    }

    // By more than the rounding of another order of additions.
    private static bool Differ(IReadOnlyList<GradCheckResult> left, IReadOnlyList<GradCheckResult> right) =>
        left.Zip(right).Any(pair => Math.Abs(pair.First.ByPullback - pair.Second.ByPullback)
            > 1e-12 * Math.Max(Math.Abs(pair.First.ByPullback), Math.Abs(pair.Second.ByPullback)));
}
