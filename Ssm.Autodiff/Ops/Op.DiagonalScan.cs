namespace Ssm.Autodiff;

/// <content>Diagonal linear recurrences.</content>
public static partial class Op
{
    /// <summary>The diagonal linear recurrence h[t] = a[t] ⊙ h[t−1] + b[t].</summary>
    /// <remarks>
    /// Adjoint, with a[L] taken as zero:
    /// <code>
    ///   λ[t] = h̄[t] + conj(a[t+1]) ⊙ λ[t+1]     the same scan, backwards
    ///   b̄[t] = λ[t]
    ///   ā[t] = conj(h[t−1]) ⊙ λ[t]              summed over B and L where a is the same at every step
    ///   h̄₀   = conj(a[0]) ⊙ λ[0]
    /// </code>
    /// Martin and Cundy, "Parallelizing Linear Recurrent Neural Nets Over Sequence Length", 2018, arXiv:1709.04057.
    /// </remarks>
    /// <param name="a">The transition, (B, L, C), or (C) for one that is the same at every step.</param>
    /// <param name="b">The input, (B, L, C).</param>
    /// <param name="initial">The state h[−1] before the first step, (B, C); zero where absent.</param>
    /// <param name="resets">
    /// (B, L), 1 at each step whose state before counts as zero, as the first of a packed sequence; none where absent.
    /// No gradient passes a reset.
    /// </param>
    /// <param name="algorithm">Step after step, or in parallel over time; by default the shape decides.</param>
    /// <returns>All states, (B, L, C). The last one is the state to go on from.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Variable<T> DiagonalScan<T>(
        Variable<T> a,
        Variable<T> b,
        Variable<T>? initial = null,
        Indices? resets = null,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan(nameof(DiagonalScan), a, b, initial, ScanForm.None, resets, algorithm);

    /// <summary>The recurrence that runs backwards in time, h[t] = a[t] ⊙ h[t+1] + b[t].</summary>
    /// <remarks>
    /// Adjoint: that of <see cref="DiagonalScan"/> with time reversed. The first state, h[0], is the one to go on from.
    /// </remarks>
    /// <param name="a">The transition, (B, L, C), or (C) for one that is the same at every step.</param>
    /// <param name="b">The input, (B, L, C).</param>
    /// <param name="initial">The state h[L] after the last step, (B, C); zero where absent.</param>
    /// <param name="resets">
    /// (B, L), 1 at each step whose state before counts as zero, as the last of a packed sequence; none where absent.
    /// No gradient passes a reset.
    /// </param>
    /// <param name="algorithm">Step after step, or in parallel over time; by default the shape decides.</param>
    /// <returns>All states, (B, L, C).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Variable<T> ReverseDiagonalScan<T>(
        Variable<T> a,
        Variable<T> b,
        Variable<T>? initial = null,
        Indices? resets = null,
        ScanAlgorithm algorithm = ScanAlgorithm.ByCost)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Scan(nameof(ReverseDiagonalScan), a, b, initial, ScanForm.Reverse, resets, algorithm);

    private static Variable<T> Scan<T>(
        string operation,
        Variable<T> a,
        Variable<T> b,
        Variable<T>? initial,
        ScanForm form,
        Indices? resets,
        ScanAlgorithm algorithm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ScanShape shape = CheckScan(operation, a, b, initial, resets);
        form |= a.Shape.Rank == 1 ? ScanForm.Invariant : ScanForm.None;
        ScanCall call = new(shape, form, resets, algorithm);
        bool complex = a.IsComplex || b.IsComplex || (initial?.IsComplex ?? false);
        NdArray<T> h = NdMath.Scan(a.Array, b.Array, initial?.Array, call, complex);
        return Tape<T>.Of(a, b, initial) is { } tape
            ? RecordScan(tape, operation, a, b, initial, h, call)
            : Constant(h);
    }

    private static Variable<T> RecordScan<T>(
        Tape<T> tape, string operation, Variable<T> a, Variable<T> b, Variable<T>? initial, NdArray<T> h, ScanCall call)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        return tape.Record(h, ScanPullback, [a, b, initial], operation);

        void ScanPullback(NdArray<T> dh, Gradients<T> gradients)
        {
            (NdArray<T>? da, NdArray<T> db, NdArray<T>? dInitial) = NdMath.ScanAdjoint(
                a.Array, h, initial?.Array, dh, call,
                wantA: a.Tape is not null, wantInitial: initial?.Tape is not null);
            gradients.Add(b, db);
            if (da is not null)
            {
                gradients.Add(a, da);
            }

            if (dInitial is not null)
            {
                gradients.Add(initial!, dInitial);
            }
        }
    }

    private static ScanShape CheckScan<T>(
        string operation, Variable<T> a, Variable<T> b, Variable<T>? initial, Indices? resets)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireSameDevice(operation, a.Array, b.Array);
        if (b.Shape.Rank != 3)
        {
            throw new ArgumentException($"{operation}: 'b' has shape {b.Shape}, expected (B, L, C).");
        }

        ScanShape shape = new(b.Shape[0], b.Shape[1], b.Shape[2]);
        if (a.Shape != b.Shape && a.Shape != new Shape(shape.Channels))
        {
            throw new ArgumentException(
                $"{operation}: 'a' has shape {a.Shape}, expected {b.Shape} as 'b', or ({shape.Channels}) for one " +
                "transition at every step.");
        }

        if (initial is not null)
        {
            NdMath.RequireSameDevice(operation, initial.Array, b.Array);
            if (initial.Shape != new Shape(shape.Batch, shape.Channels))
            {
                throw new ArgumentException(
                    $"{operation}: 'initial' has shape {initial.Shape}, expected ({shape.Batch}, {shape.Channels}).");
            }
        }

        if (resets is not null && resets.Shape != new Shape(shape.Batch, shape.Length))
        {
            throw new ArgumentException(
                $"{operation}: 'resets' has shape {resets.Shape}, expected ({shape.Batch}, {shape.Length}).");
        }

        resets?.RequireRange(operation, 0, 2);
        return shape;
    }
}
