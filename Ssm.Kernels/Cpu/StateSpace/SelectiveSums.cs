namespace Ssm.Kernels;

/// <summary>The last sums of the adjoint of a selective scan: over sequences, and over pieces of channels.</summary>
/// <remarks>Always in the same order, whichever thread made what.</remarks>
internal readonly ref struct SelectiveSums<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _memory;
    private readonly int _sums;
    private readonly int _inputParts;
    private readonly SelectiveScanShape _shape;
    private readonly SelectiveScanShape _packed;

    /// <summary>Sees what the pieces wrote.</summary>
    /// <param name="memory">The sequences' sums, then the pieces' parts of B̄ and of C̄.</param>
    /// <param name="sums">Elements of the first.</param>
    /// <param name="inputParts">Elements of the second.</param>
    /// <param name="shape">The sizes.</param>
    /// <param name="planes">2 for a complex scan, and 1.</param>
    internal SelectiveSums(ReadOnlySpan<T> memory, int sums, int inputParts, SelectiveScanShape shape, int planes)
    {
        _memory = memory;
        _sums = sums;
        _inputParts = inputParts;
        _shape = shape;
        _packed = shape with { States = planes * shape.States };
    }

    internal void Rates(Span<T> to, int plane) => OverBatch(to, plane * _shape.RateElements);

    internal void Skip(Span<T> to) => OverBatch(to, SelectiveAdjointWork<T>.SkipOffset(_packed));

    internal void DeltaBias(Span<T> to) => OverBatch(to, SelectiveAdjointWork<T>.BiasOffset(_packed));

    internal void Input(Span<T> to, int plane)
    {
        if (_shape.ConstantInput)
        {
            OverBatch(to, SelectiveAdjointWork<T>.BOffset(_packed) + (plane * _shape.RateElements));
        }
        else
        {
            OverPieces(to, _memory[_sums..], plane);
        }
    }

    internal void Output(Span<T> to, int plane)
    {
        if (_shape.ConstantOutput)
        {
            OverBatch(to, SelectiveAdjointWork<T>.COffset(_packed) + (plane * _shape.RateElements));
        }
        else
        {
            OverPieces(to, _memory[(_sums + _inputParts)..], plane);
        }
    }

    private void OverBatch(Span<T> to, int offset)
    {
        to.Clear();
        for (int batch = 0; batch < _shape.Batch; batch++)
        {
            Add(_memory.Slice((batch * SelectiveAdjointWork<T>.SumElements(_packed)) + offset, to.Length), to);
        }
    }

    // (B, G, pieces, L, planes, N) to (B, L, G, N).
    private void OverPieces(Span<T> to, ReadOnlySpan<T> parts, int plane)
    {
        if (to.IsEmpty)
        {
            return;
        }

        to.Clear();
        int states = _shape.States, row = _packed.States;
        int pieces = new SelectiveWork<T> { Shape = _shape }.GroupPieces;
        for (int piece = 0; piece < _shape.Batch * _shape.Groups * pieces; piece++)
        {
            int batch = piece / pieces / _shape.Groups, group = piece / pieces % _shape.Groups;
            ReadOnlySpan<T> part = parts.Slice(piece * _shape.Length * row, _shape.Length * row);
            for (int t = 0; t < _shape.Length; t++)
            {
                int at = ((((batch * _shape.Length) + t) * _shape.Groups) + group) * states;
                Add(part.Slice((t * row) + (plane * states), states), to.Slice(at, states));
            }
        }
    }

    private static void Add(ReadOnlySpan<T> x, Span<T> sum)
    {
        int i = 0;
        for (; i <= sum.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            (new Vector<T>(sum[i..]) + new Vector<T>(x[i..])).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] += x[i];
        }
    }
}
