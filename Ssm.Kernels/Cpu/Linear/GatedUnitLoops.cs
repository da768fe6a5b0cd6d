namespace Ssm.Kernels;

/// <summary>The elementwise loops of a gated linear unit, over whole chunks of rows in cache.</summary>
internal static unsafe class GatedUnitLoops
{
    /// <summary>gate = σ(gate), y = value ⊙ gate.</summary>
    internal static void Open<T>(T* value, T* gate, T* y, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> g = VectorMath.Sigmoid(Vector.Load(gate + i));
            g.Store(gate + i);
            (Vector.Load(value + i) * g).Store(y + i);
        }

        if (i < count)
        {
            nuint rest = (nuint)(count - i);
            Vector<T> g = VectorMath.Sigmoid(Tail.Load(ref gate[i], rest));
            Tail.Store(g, ref gate[i], rest);
            Tail.Store(Tail.Load(ref value[i], rest) * g, ref y[i], rest);
        }
    }

    /// <summary>dv = ȳ ⊙ gate, dg = ȳ ⊙ value ⊙ gate ⊙ (1 − gate).</summary>
    internal static void Slopes<T>(T* value, T* gate, T* dy, T* dv, T* dg, int count)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int i = 0;
        for (; i <= count - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> g = Vector.Load(gate + i);
            Vector<T> slope = Vector.Load(dy + i) * g;
            slope.Store(dv + i);
            (slope * Vector.Load(value + i) * (Vector<T>.One - g)).Store(dg + i);
        }

        for (; i < count; i++)
        {
            T slope = dy[i] * gate[i];
            (dv[i], dg[i]) = (slope, slope * value[i] * (T.One - gate[i]));
        }
    }

    /// <summary>Copies one row to all rows.</summary>
    internal static void Repeat<T>(T* row, int width, T* to, int rows)
        where T : unmanaged
    {
        ReadOnlySpan<T> from = new(row, width);
        for (; rows > 0; rows--, to += width)
        {
            from.CopyTo(new Span<T>(to, width));
        }
    }

    /// <summary>sum += Σ over rows.</summary>
    internal static void AddRows<T>(T* x, T* sum, int rows, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (; rows > 0; rows--, x += width)
        {
            S5RecurrenceRows.Add(x, sum, width);
        }
    }
}
