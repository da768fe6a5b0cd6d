namespace Ssm.Kernels;

/// <content>Elementwise primitives: pieces of rows, each by the loop of its op.</content>
public sealed partial class CpuBackend<T>
{
    /// <inheritdoc/>
    public void Unary<TOp>(TOp op, View<T> x, View<T> y)
        where TOp : struct, IUnaryOp<T>
    {
        WorkSplit.Run(x.Length, ElementGrain, 4L * x.Length, _threads, (op, x, y), static (s, start, end) =>
            Elementwise.Unary(s.op, Part<T>(s.x, start, end), Part(s.y, start, end)));
    }

    /// <inheritdoc/>
    public void UnaryAdjoint<TOp>(TOp op, View<T> x, View<T> y, View<T> dy, View<T> dx)
        where TOp : struct, IUnaryOp<T>
    {
        WorkSplit.Run(x.Length, ElementGrain, 4L * x.Length, _threads, (op, x, y, dy, dx), static (s, start, end) =>
            Elementwise.UnaryAdjoint(
                s.op, Part<T>(s.x, start, end), Part<T>(s.y, start, end), Part<T>(s.dy, start, end),
                Part(s.dx, start, end)));
    }

    /// <inheritdoc/>
    public void Binary<TOp>(TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y)
        where TOp : struct, IBinaryOp<T>
    {
        RunRows(plan, (op, a, b, y), static (s, row) =>
        {
            ReadOnlySpan<T> a = row.Left(s.a);
            ReadOnlySpan<T> b = row.Right(s.b);
            Span<T> y = row.Result(s.y);
            if (a.Length == b.Length)
            {
                Elementwise.Binary(s.op, a, b, y);
            }
            else if (a.Length == 1)
            {
                Elementwise.BinaryLeftScalar(s.op, a[0], b, y);
            }
            else
            {
                Elementwise.BinaryRightScalar(s.op, a, b[0], y);
            }
        });
    }

    /// <inheritdoc/>
    public void BinaryAdjointLeft<TOp>(
        TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> da)
        where TOp : struct, IBinaryOp<T>
    {
        RunRows(plan, (op, a, b, y, dy, da), static (s, row) =>
        {
            ReadOnlySpan<T> a = row.Left(s.a);
            ReadOnlySpan<T> b = row.Right(s.b);
            ReadOnlySpan<T> y = row.Result(s.y);
            ReadOnlySpan<T> dy = row.Result(s.dy);
            Span<T> da = row.Result(s.da);
            if (a.Length == b.Length)
            {
                Elementwise.BinaryAdjointLeft(s.op, a, b, y, dy, da);
            }
            else if (a.Length == 1)
            {
                Elementwise.BinaryLeftScalarAdjointLeft(s.op, a[0], b, y, dy, da);
            }
            else
            {
                Elementwise.BinaryRightScalarAdjointLeft(s.op, a, b[0], y, dy, da);
            }
        });
    }

    /// <inheritdoc/>
    public void BinaryAdjointRight<TOp>(
        TOp op, BroadcastPlan plan, View<T> a, View<T> b, View<T> y, View<T> dy, View<T> db)
        where TOp : struct, IBinaryOp<T>
    {
        RunRows(plan, (op, a, b, y, dy, db), static (s, row) =>
        {
            ReadOnlySpan<T> a = row.Left(s.a);
            ReadOnlySpan<T> b = row.Right(s.b);
            ReadOnlySpan<T> y = row.Result(s.y);
            ReadOnlySpan<T> dy = row.Result(s.dy);
            Span<T> db = row.Result(s.db);
            if (a.Length == b.Length)
            {
                Elementwise.BinaryAdjointRight(s.op, a, b, y, dy, db);
            }
            else if (a.Length == 1)
            {
                Elementwise.BinaryLeftScalarAdjointRight(s.op, a[0], b, y, dy, db);
            }
            else
            {
                Elementwise.BinaryRightScalarAdjointRight(s.op, a, b[0], y, dy, db);
            }
        });
    }

    private static Span<T> Part(View<T> view, int start, int end) => Span(view)[start..end];

    private static ReadOnlySpan<T> Part<TElement>(View<T> view, int start, int end) => Span(view)[start..end];

    // A plan's rows, or for a single long row its parts, are the pieces of the work.
    private void RunRows<TState>(BroadcastPlan plan, TState state, RowPiece<TState> piece)
    {
        int inner = plan.Inner;
        if (plan.Outer == 1)
        {
            WorkSplit.Run(inner, ElementGrain, 4L * inner, _threads, (state, piece, plan), static (s, start, end) =>
                s.piece(s.state, new BroadcastRow(s.plan, 0, start, end - start)));
            return;
        }

        int grain = Math.Max(1, ElementGrain / Math.Max(inner, 1));
        WorkSplit.Run(plan.Outer, grain, 4L * plan.Length, _threads, (state, piece, plan), static (s, start, end) =>
        {
            for (int row = start; row < end; row++)
            {
                s.piece(s.state, new BroadcastRow(s.plan, row, 0, s.plan.Inner));
            }
        });
    }

    private delegate void RowPiece<TState>(TState state, BroadcastRow row);

    /// <summary>A part of one row of a broadcast walk, and where it lies in the operands and the result.</summary>
    private readonly struct BroadcastRow
    {
        private readonly int _left;
        private readonly int _right;
        private readonly int _result;
        private readonly int _leftLength;
        private readonly int _rightLength;
        private readonly int _length;

        internal BroadcastRow(BroadcastPlan plan, int row, int start, int length)
        {
            (int left, int right) = plan.RowOffsets(row);
            _length = length;
            _result = (row * plan.Inner) + start;

            // An operand that stays where it is along the row is one number.
            (_left, _leftLength) = plan.LeftStrides[^1] == 0 ? (left, 1) : (left + start, length);
            (_right, _rightLength) = plan.RightStrides[^1] == 0 ? (right, 1) : (right + start, length);
        }

        internal ReadOnlySpan<T> Left(View<T> view) => Span(view).Slice(_left, _leftLength);

        internal ReadOnlySpan<T> Right(View<T> view) => Span(view).Slice(_right, _rightLength);

        internal Span<T> Result(View<T> view) => Span(view).Slice(_result, _length);

        internal ReadOnlyPlanar<T> Left(ComplexView<T> view) => new(Left(view.Re), Left(view.Im));

        internal ReadOnlyPlanar<T> Right(ComplexView<T> view) => new(Right(view.Re), Right(view.Im));

        internal Planar<T> Result(ComplexView<T> view) => new(Result(view.Re), Result(view.Im));
    }
}
