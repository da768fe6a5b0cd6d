using System.Numerics;
using Ssm.Core.Layers;

namespace Ssm.Perf.Equivalence;

/// <summary>Padded and packed rows, and what they ought to give.</summary>
/// <param name="Name">What the rows are called.</param>
/// <param name="U">(B, L, H), with numbers on padding that nothing may see.</param>
/// <param name="Segments">Which steps belong together.</param>
/// <param name="Expected">(B, L, outputs), each sequence by itself; zeros on padding.</param>
internal sealed record EquivalenceSegments(string Name, double[] U, Segments Segments, double[] Expected)
{
    // Large enough to be seen if it leaks, and a number, so that it does not hide as NaN would behind a product with 0.
    private const double Garbage = 1000;

    /// <summary>Whether each row is one sequence with padding on one side.</summary>
    internal required bool IsPadded { get; init; }

    /// <summary>Left-padded, right-padded and packed rows of a trial's input.</summary>
    internal static IEnumerable<EquivalenceSegments> Of<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = trial.Length;

        // A full row, an awkward part of one, and a single step.
        int[] lengths = [length, Math.Max(1, (2 * length) / 3), 1];
        yield return Make(trial, "left-padded", true, Segments.FromLengths(lengths, length, PaddingSide.Left));
        yield return Make(trial, "right-padded", true, Segments.FromLengths(lengths, length, PaddingSide.Right));
        yield return Make(trial, "packed", false, Packed(EquivalenceTrial<T>.Batch, length));
    }

    // First row: short ones and a rest. Second: two halves with padding between them. Third: one that fills the row.
    private static Segments Packed(int batch, int length)
    {
        int[] ids = new int[batch * length];
        int[] cuts = [1, 2, 5, 12, 76, 140];
        for (int t = 0; t < length; t++)
        {
            ids[t] = cuts.Count(cut => cut <= t);
            ids[length + t] = t < length / 2 ? 0 : t < (length / 2) + 3 ? -1 : 1;
        }

        return Segments.FromIds(ids, batch, length);
    }

    private static EquivalenceSegments Make<T>(EquivalenceTrial<T> trial, string name, bool isPadded, Segments segments)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] u = new double[trial.U.Length];
        Array.Fill(u, Garbage);
        foreach (Segment segment in segments.Items)
        {
            int start = ((segment.Row * segments.Length) + segment.Start) * trial.Model.Channels;
            trial.U.AsSpan(start, segment.Length * trial.Model.Channels).CopyTo(u.AsSpan(start));
        }

        return new EquivalenceSegments(name, u, segments, trial.Reference.Run(u, segments)) { IsPadded = isPadded };
    }
}
