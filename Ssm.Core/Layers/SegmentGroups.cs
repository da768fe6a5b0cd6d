using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>
/// Runs a layer on the sequences of packed or padded rows as on sequences of their own, and puts the outputs back.
/// </summary>
/// <remarks>
/// Sequences of alike length run as one batch. A causal layer may run past the end of the shorter ones: they are filled
/// up with their last step, and what comes out there is not used. Where the state after the last step counts, or the
/// layer reads the future, only sequences of equal length share a batch.
/// </remarks>
internal static class SegmentGroups
{
    /// <summary>Whole sequences, each from the zero state.</summary>
    internal static Variable<T> Run<T>(
        Variable<T> u, Segments segments, bool isCausal, Func<Variable<T>, Variable<T>> forward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<Variable<T>> outputs = [];
        int[] places = new int[segments.Batch * segments.Length];
        Array.Fill(places, -1);
        int rows = 0;
        foreach (Segment[] group in Groups(segments, segment =>
            isCausal ? BitOperations.Log2((uint)segment.Length) : segment.Length))
        {
            (Variable<T> steps, int length) = Take(u, segments, group);
            outputs.Add(Flat(forward(steps)));
            rows = Place(places, segments, group, length, rows);
        }

        return Put(u, outputs, places, rows, segments);
    }

    /// <summary>Chunks: a row's first sequence may go on from its state, and its last one leaves it.</summary>
    internal static (Variable<T> Y, Variable<T> State) Run<T>(
        Variable<T> u,
        Variable<T> state,
        Segments segments,
        Func<Variable<T>, Variable<T>, (Variable<T> Y, Variable<T> State)> forward)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<Variable<T>> outputs = [];
        List<Variable<T>> states = [state];
        int[] places = new int[segments.Batch * segments.Length];
        Array.Fill(places, -1);

        // Where each row's state after its last sequence will lie among all states; without a sequence, its own.
        int[] last = [.. Enumerable.Range(0, segments.Batch)];
        int[] lastStart = new int[segments.Batch];
        foreach (Segment segment in segments.Items)
        {
            lastStart[segment.Row] = segment.Start;
        }

        // One more row behind the states: zeros, for sequences that begin anew.
        Variable<T> starts = Op.Pad(state, axis: 0, before: 0, after: 1);
        int rows = 0;
        int stateRows = segments.Batch;
        foreach (Segment[] group in Groups(segments, static segment => segment.Length))
        {
            (Variable<T> steps, int length) = Take(u, segments, group);
            int[] from = Array.ConvertAll(group, s => s.Continues ? s.Row : segments.Batch);
            (Variable<T> y, Variable<T> next) =
                forward(steps, Op.IndexSelect(starts, 0, new Indices(from, [from.Length])));
            outputs.Add(Flat(y));
            states.Add(next);
            rows = Place(places, segments, group, length, rows);
            foreach (Segment segment in group)
            {
                last[segment.Row] = segment.Start == lastStart[segment.Row] ? stateRows : last[segment.Row];
                stateRows++;
            }
        }

        Variable<T> after = Op.IndexSelect(Op.Concat(0, [.. states]), 0, new Indices(last, [last.Length]));
        return (Put(u, outputs, places, rows, segments), after);
    }

    private static IEnumerable<Segment[]> Groups(Segments segments, Func<Segment, int> key) =>
        segments.Items.ToArray().GroupBy(key).OrderBy(group => group.Key).Select(group => group.ToArray());

    // (G, longest, H): each sequence from its first step on, filled up with its last one.
    private static (Variable<T> Steps, int Length) Take<T>(Variable<T> u, Segments segments, Segment[] group)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int length = group.Max(segment => segment.Length);
        int[] indices = new int[group.Length * length];
        for (int i = 0; i < indices.Length; i++)
        {
            Segment segment = group[i / length];
            int step = Math.Min(i % length, segment.Length - 1);
            indices[i] = (segment.Row * segments.Length) + segment.Start + step;
        }

        Variable<T> steps = Op.IndexSelect(Flat(u), 0, new Indices(indices, [indices.Length]));
        return (Op.Reshape(steps, [group.Length, length, u.Shape[2]]), length);
    }

    // Notes where each step's output will lie among those of all groups, one row after another.
    private static int Place(int[] places, Segments segments, Segment[] group, int length, int rows)
    {
        foreach (Segment segment in group)
        {
            for (int i = 0; i < segment.Length; i++)
            {
                places[(segment.Row * segments.Length) + segment.Start + i] = rows + i;
            }

            rows += length;
        }

        return rows;
    }

    // (B, L, H): what came out of each step; zero on padding, from one more row behind all outputs.
    private static Variable<T> Put<T>(
        Variable<T> u, List<Variable<T>> outputs, int[] places, int rows, Segments segments)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = outputs.Count > 0 ? outputs[0].Shape[1] : u.Shape[2];
        if (outputs.Count == 0)
        {
            return NdArray<T>.Zeros([segments.Batch, segments.Length, channels], u.Backend);
        }

        Variable<T> all = outputs.Count == 1 ? outputs[0] : Op.Concat(0, [.. outputs]);
        if (segments.HasPadding)
        {
            all = Op.Pad(all, axis: 0, before: 0, after: 1);
            for (int i = 0; i < places.Length; i++)
            {
                places[i] = places[i] < 0 ? rows : places[i];
            }
        }

        Variable<T> y = Op.IndexSelect(all, 0, new Indices(places, [places.Length]));
        return Op.Reshape(y, [segments.Batch, segments.Length, channels]);
    }

    private static Variable<T> Flat<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Reshape(x, [x.Shape[0] * x.Shape[1], x.Shape[2]]);
}
