using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Layers;

/// <summary>
/// Which steps of a batch belong together: several sequences packed into a row, and padding before, between or behind
/// them.
/// </summary>
/// <remarks>
/// Layers treat each sequence as if it were alone: nothing passes from one to the next, and nothing comes out of
/// padding. The first sequence of a row goes on from the row's state unless it is said to be new; from a zero state
/// that makes no difference. Padding leaves a state as it is.
/// </remarks>
public sealed class Segments
{
    private readonly Segment[] _segments;

    private Segments(int batch, int length, Segment[] segments)
    {
        Batch = batch;
        Length = length;
        _segments = segments;
        RealSteps = segments.Sum(segment => segment.Length);
    }

    /// <summary>Rows, B.</summary>
    public int Batch { get; }

    /// <summary>Steps of each row, L.</summary>
    public int Length { get; }

    /// <summary>Steps that are not padding, of all rows together.</summary>
    public int RealSteps { get; }

    /// <summary>Whether there is any padding.</summary>
    public bool HasPadding => RealSteps < Batch * Length;

    /// <summary>Whether each row is one sequence without padding.</summary>
    public bool IsPlain => !HasPadding && _segments.Length == (Length == 0 ? 0 : Batch);

    /// <summary>Whether every sequence goes on from its row's state.</summary>
    internal bool AllContinue => Array.TrueForAll(_segments, static segment => segment.Continues);

    /// <summary>The sequences, row after row, first step first.</summary>
    public ReadOnlySpan<Segment> Items => _segments;

    /// <summary>One sequence in each row, filled up on one side.</summary>
    /// <param name="lengths">The sequences' lengths, 0 to <paramref name="length"/>, one for each row.</param>
    /// <param name="length">Steps of each row.</param>
    /// <param name="side">Where the padding is.</param>
    /// <exception cref="ArgumentException">A length does not fit into a row.</exception>
    public static Segments FromLengths(ReadOnlySpan<int> lengths, int length, PaddingSide side = PaddingSide.Right)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        List<Segment> segments = [];
        for (int row = 0; row < lengths.Length; row++)
        {
            if (lengths[row] < 0 || lengths[row] > length)
            {
                throw new ArgumentException(
                    $"Segments.FromLengths: length {lengths[row]} of row {row}, expected 0 to {length}.",
                    nameof(lengths));
            }

            int start = side == PaddingSide.Left ? length - lengths[row] : 0;
            AddIfAny(segments, row, start, start + lengths[row], continues: true);
        }

        return new Segments(lengths.Length, length, [.. segments]);
    }

    /// <summary>Sequences by number: a run of equal numbers is one; −1 is padding.</summary>
    /// <param name="ids">(B, L), row-major: for each step the number of its sequence, or −1.</param>
    /// <param name="batch">Rows, B.</param>
    /// <param name="length">Steps of each row, L.</param>
    /// <exception cref="ArgumentException">There are not B·L numbers, or one is less than −1.</exception>
    public static Segments FromIds(ReadOnlySpan<int> ids, int batch, int length) => FromRuns(
        "FromIds", nameof(ids), ids, batch, length, static (before, now, isFirst) => !isFirst && before != now);

    /// <summary>Sequences by the place of each step in its own: a new one begins wherever that is 0.</summary>
    /// <param name="positions">
    /// (B, L), row-major: how many steps of the same sequence come before each step, or −1 for padding. A row whose
    /// first place is not 0 goes on with the sequence of the chunk before; behind padding a new one begins.
    /// </param>
    /// <param name="batch">Rows, B.</param>
    /// <param name="length">Steps of each row, L.</param>
    /// <exception cref="ArgumentException">There are not B·L numbers, or one is less than −1.</exception>
    public static Segments FromPositions(ReadOnlySpan<int> positions, int batch, int length) => FromRuns(
        "FromPositions", nameof(positions), positions, batch, length, static (_, now, _) => now == 0);

    /// <summary>A part of time: the sequences that began before it go on.</summary>
    /// <param name="start">The first step.</param>
    /// <param name="length">The number of steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part does not lie within the rows.</exception>
    public Segments Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start + length, Length);
        List<Segment> segments = [];
        foreach (Segment segment in _segments)
        {
            int from = Math.Max(segment.Start, start) - start;
            int end = Math.Min(segment.End, start + length) - start;
            AddIfAny(segments, segment.Row, from, end, segment.Continues || segment.Start < start);
        }

        return new Segments(Batch, length, [.. segments]);
    }

    /// <summary>1 on steps of sequences, 0 on padding.</summary>
    /// <returns>(B, L, 1), to multiply (B, L, H) with.</returns>
    public NdArray<T> Mask<T>(IBackend<T>? backend = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] mask = new T[Batch * Length];
        foreach (Segment segment in _segments)
        {
            mask.AsSpan((segment.Row * Length) + segment.Start, segment.Length).Fill(T.One);
        }

        return NdArray<T>.From(mask, [Batch, Length, 1], backend);
    }

    /// <summary>The array with zeros on padding, whatever stood there; the array itself where there is none.</summary>
    /// <param name="x">(B, L, H).</param>
    /// <exception cref="ArgumentException">The array is not (B, L, H).</exception>
    public Variable<T> ZeroPadding<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(ZeroPadding), x);
        return HasPadding ? Op.Where(Mask(x.Backend), x, NdArray<T>.Scalar(T.Zero, x.Backend)) : x;
    }

    /// <exception cref="ArgumentException">The array is not (B, L, H).</exception>
    internal void Require<T>(string operation, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 3 || x.Shape[0] != Batch || x.Shape[1] != Length)
        {
            throw new ArgumentException(
                $"{operation}: the array has shape {x.Shape} and the segments describe {Batch} rows of {Length} " +
                $"steps, expected ({Batch}, {Length}, H).");
        }
    }

    private static Segments FromRuns(
        string operation,
        string argument,
        ReadOnlySpan<int> marks,
        int batch,
        int length,
        Func<int, int, bool, bool> isNew)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(batch);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (marks.Length != (long)batch * length)
        {
            throw new ArgumentException(
                $"Segments.{operation}: '{argument}' has {marks.Length} numbers, expected {batch} rows of {length}.",
                argument);
        }

        List<Segment> segments = [];
        for (int row = 0; row < batch; row++)
        {
            ReadOnlySpan<int> steps = marks.Slice(row * length, length);
            int start = 0;
            for (int t = 0; t < length; t++)
            {
                if (steps[t] < -1)
                {
                    throw new ArgumentException(
                        $"Segments.{operation}: {steps[t]} at step {t} of row {row}, expected −1 for padding, or 0 " +
                        "and more.",
                        argument);
                }

                bool ends = steps[t] < 0 || (t > 0 && (steps[t - 1] < 0 || isNew(steps[t - 1], steps[t], false)));
                if (ends)
                {
                    Close(segments, steps, row, start, t);
                    start = t;
                }
            }

            Close(segments, steps, row, start, length);
        }

        return new Segments(batch, length, [.. segments]);

        // The first sequence of a row goes on from its state unless its mark says otherwise.
        void Close(List<Segment> segments, ReadOnlySpan<int> steps, int row, int start, int end)
        {
            if (start < end && steps[start] >= 0)
            {
                bool isFirst = segments.Count == 0 || segments[^1].Row != row;
                AddIfAny(segments, row, start, end, isFirst && !isNew(-1, steps[start], true));
            }
        }
    }

    private static void AddIfAny(List<Segment> segments, int row, int start, int end, bool continues)
    {
        if (start < end)
        {
            segments.Add(new Segment(row, start, end - start, continues));
        }
    }
}
