namespace Ssm.Autodiff;

/// <content>What the recurrences from inputs to outputs share.</content>
public static partial class Op
{
    private delegate void RecurrencePullback<T>(NdArray<T> dy, NdArray<T>? dlast, Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>The operands of a recurrence, as its kernels want them: a complex system, and flags on the device.
    /// </summary>
    private sealed record RecurrenceOperands<T>(
        Variable<T> U, Variable<T> A, Variable<T> B, Variable<T> C, Variable<T>? D, Variable<T>? Initial,
        Indices? Resets, T Scale, RecurrenceShape Shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal IBackend<T> Backend => U.Backend;

        internal DiagonalSystemView<T> System { get; } = new(
            NdMath.ToComplex(A.Array).Planes, NdMath.ToComplex(B.Array).Planes, NdMath.ToComplex(C.Array).Planes,
            PlaneOf(D));

        internal ComplexView<T> Start { get; } = Initial is null ? default : NdMath.ToComplex(Initial.Array).Planes;

        internal View<int> Flags => Resets is null ? default : Resets.On(Backend);

        internal Tape<T>? Tape => Tape<T>.Of(U, A, B, C, D, Initial);

        internal RecurrenceGradients<T> Gradients() => new(this);
    }

    /// <summary>Memory for the gradients of the operands, and how they reach them.</summary>
    private sealed class RecurrenceGradients<T>(RecurrenceOperands<T> of)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        private readonly NdArray<T> _a = NdArray<T>.Allocate(of.A.Shape, of.Backend, complex: true);
        private readonly NdArray<T> _b = NdArray<T>.Allocate(of.B.Shape, of.Backend, complex: true);
        private readonly NdArray<T> _c = NdArray<T>.Allocate(of.C.Shape, of.Backend, complex: true);
        private readonly NdArray<T>? _d = of.D is null ? null : NdArray<T>.Allocate(of.D.Shape, of.Backend);
        private readonly NdArray<T>? _initial = of.Initial?.Tape is null
            ? null
            : NdArray<T>.Allocate(of.Initial.Shape, of.Backend, complex: true);

        internal NdArray<T> Du { get; } = NdArray<T>.Allocate(of.U.Shape, of.Backend);

        internal DiagonalSystemView<T> System => new(_a.Planes, _b.Planes, _c.Planes, _d?.Re ?? default);

        internal ComplexView<T> Initial => _initial?.Planes ?? default;

        internal void AddTo(Gradients<T> gradients)
        {
            gradients.Add(of.U, Du);
            gradients.Add(of.A, _a);
            gradients.Add(of.B, _b);
            gradients.Add(of.C, _c);
            if (_d is not null)
            {
                gradients.Add(of.D!, _d);
            }

            if (_initial is not null)
            {
                gradients.Add(of.Initial!, _initial);
            }
        }
    }

    private static (Variable<T> Y, Variable<T> Last) RecordRecurrence<T>(
        Tape<T> tape, string operation, RecurrenceOperands<T> of, NdArray<T> y, NdArray<T> last,
        RecurrencePullback<T> pullback)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>[] outputs = tape.Record(
            [y, last], BothPullback, [of.U, of.A, of.B, of.C, of.D, of.Initial], operation);
        return (outputs[0], outputs[1]);

        void BothPullback(ReadOnlySpan<NdArray<T>?> dy, Gradients<T> gradients) => pullback(
            dy[0] ?? NdArray<T>.AllocateZeros(y.Shape, y.Backend),
            dy[1] is { } dlast ? NdMath.ToComplex(dlast) : null,
            gradients);
    }

    /// <param name="operation">The op.</param>
    /// <param name="single">One state space for each channel, or one for all.</param>
    /// <param name="u">(B, L, H).</param>
    /// <param name="a">(H, N) or (P).</param>
    /// <param name="b">(H, N) or (P, H).</param>
    /// <param name="c">(H, N) or (H, P).</param>
    /// <param name="d">(H).</param>
    /// <param name="scale">Of the output.</param>
    /// <param name="initial">(B, H, N) or (B, P).</param>
    /// <param name="resets">(B, L).</param>
    private static RecurrenceOperands<T> CheckRecurrence<T>(
        string operation, bool single, Variable<T> u, Variable<T> a, Variable<T> b, Variable<T> c, Variable<T>? d,
        T scale, Variable<T>? initial, Indices? resets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(operation, u.Array);
        if (u.Shape.Rank != 3 || a.Shape.Rank != (single ? 2 : 1))
        {
            throw new ArgumentException(
                $"{operation}: 'u' has shape {u.Shape} and 'a' {a.Shape}, expected (B, L, H) and " +
                (single ? "(H, N)." : "(P)."));
        }

        RecurrenceShape shape = new(u.Shape[0], u.Shape[1], u.Shape[2], a.Shape[^1]);
        (int batch, int channels, int modes) = (shape.Batch, shape.Channels, shape.Modes);
        Expect(nameof(a), a, single ? [channels, modes] : [modes]);
        Expect(nameof(b), b, single ? [channels, modes] : [modes, channels]);
        Expect(nameof(c), c, [channels, modes]);
        Expect(nameof(d), d, [channels]);
        Expect(nameof(initial), initial, single ? [batch, channels, modes] : [batch, modes]);
        if (d is not null)
        {
            NdMath.RequireReal(operation, d.Array);
        }

        if (resets is not null && resets.Shape != new Shape(batch, shape.Length))
        {
            throw new ArgumentException(
                $"{operation}: 'resets' has shape {resets.Shape}, expected ({batch}, {shape.Length}).", nameof(resets));
        }

        return new RecurrenceOperands<T>(u, a, b, c, d, initial, resets, scale, shape);

        void Expect(string argument, Variable<T>? operand, Shape expected)
        {
            if (operand is not null)
            {
                NdMath.RequireSameDevice(operation, u.Array, operand.Array);
                if (operand.Shape != expected)
                {
                    throw new ArgumentException(
                        $"{operation}: '{argument}' has shape {operand.Shape}, expected {expected}.", argument);
                }
            }
        }
    }
}
