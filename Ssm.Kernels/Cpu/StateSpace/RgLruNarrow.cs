namespace Ssm.Kernels;

/// <summary>Rows of fewer channels than a vector has lanes: copies in whole vectors, some lanes not read.</summary>
internal readonly ref struct RgLruNarrow<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ScanShape _shape;

    /// <summary>Copies all operands.</summary>
    internal RgLruNarrow(in RgLruOperands<T> operands, in ScanShape shape)
    {
        _shape = shape;
        Operands = new()
        {
            X = Give(operands.X),
            RecurrenceGate = Give(operands.RecurrenceGate),
            InputGate = Give(operands.InputGate),
            Rate = Give(operands.Rate),
            Initial = operands.Initial.IsEmpty ? default : Give(operands.Initial),
            Starts = operands.Starts,
            Begins = operands.Begins,
        };
    }

    /// <summary>The operands in whole vectors.</summary>
    internal RgLruOperands<T> Operands { get; }

    /// <summary>Their sizes.</summary>
    internal ScanShape Wide => _shape with { Channels = Vector<T>.Count };

    /// <summary>Memory for an array (B, L, lanes).</summary>
    internal T[] Rows() => new T[Wide.Elements];

    /// <summary>The adjoint.</summary>
    internal void Adjoint(
        SqrtOneMinusExp<T> root, ReadOnlySpan<T> h, ReadOnlySpan<T> dh, in RgLruGradients<T> gradients, int threads)
    {
        RgLruGradients<T> wide = new()
        {
            X = Rows(),
            RecurrenceGate = Rows(),
            InputGate = Rows(),
            Rate = new T[Wide.Channels],
            Initial = gradients.Initial.IsEmpty ? default : new T[Wide.StateElements],
        };
        RgLruRecurrence.Adjoint(Operands, root, Give(h), Give(dh), wide, Wide, threads);
        Take(wide.X, gradients.X);
        Take(wide.RecurrenceGate, gradients.RecurrenceGate);
        Take(wide.InputGate, gradients.InputGate);
        Take(wide.Rate, gradients.Rate);
        Take(wide.Initial, gradients.Initial);
    }

    /// <summary>The numbers of whole vectors that are not filling.</summary>
    internal unsafe void Take(ReadOnlySpan<T> from, Span<T> to)
    {
        fixed (T* wide = from, narrow = to)
        {
            ScanPadding.Gather<T, ScanReal<T>>(
                new(wide, null), new(narrow, null), to.Length / _shape.Channels, _shape.Channels);
        }
    }

    private unsafe T[] Give(ReadOnlySpan<T> from)
    {
        int rows = from.Length / _shape.Channels;
        T[] to = new T[checked(rows * Vector<T>.Count)];
        fixed (T* narrow = from, wide = to)
        {
            ScanPadding.Spread<T, ScanReal<T>>(new(narrow, null), new(wide, null), rows, _shape.Channels);
        }

        return to;
    }
}
