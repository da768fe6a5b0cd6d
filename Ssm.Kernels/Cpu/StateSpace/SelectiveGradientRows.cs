using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Between rows of gradients in memory and the columns of a tile of the adjoint.</summary>
internal static unsafe class SelectiveGradientRows
{
    /// <summary>The gradient of the output before the gate, and zeros for what is summed over the states.</summary>
    internal static void Load<T>(
        in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, nint at, int steps, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, columns = width / lanes, whole = columns * lanes;
        nint stride = work.Scan.Shape.Channels;
        int used = (width + lanes - 1) / lanes * SelectiveTile<T>.Steps * lanes;
        new Span<T>(scratch.InputSum, used).Clear();
        new Span<T>(scratch.RateSum, used).Clear();
        T* gate = work.Scan.Gate == null ? null : work.Scan.Gate + at;
        Load(work.Dy + at, gate, scratch.OutputGradient, stride, steps, columns);
        if (whole < width)
        {
            T* dy = scratch.Tail, z = dy + (SelectiveTile<T>.Steps * lanes);
            SelectiveRows.CopyIn(work.Dy + at + whole, stride, dy, steps, width - whole);
            if (gate != null)
            {
                SelectiveRows.CopyIn(gate + whole, stride, z, steps, width - whole);
            }

            T* to = scratch.OutputGradient + (columns * SelectiveTile<T>.Steps * lanes);
            Load(dy, gate == null ? null : z, to, lanes, steps, 1);
        }
    }

    /// <summary>The gradients of u, δ and z, and those of the skip and the bias so far.</summary>
    internal static void Store<T>(
        in SelectiveAdjointWork<T> work, in SelectiveAdjointScratch<T> scratch, nint at, int steps, int first,
        int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, columns = width / lanes, whole = columns * lanes;
        nint stride = work.Scan.Shape.Channels;
        SelectiveGradientRow<T> rows = new()
        {
            U = work.Scan.U + at,
            Delta = work.Scan.Delta + at,
            Gate = work.Scan.Gate == null ? null : work.Scan.Gate + at,
            Dy = work.Dy + at,
            Du = work.Du == null ? null : work.Du + at,
            Ddelta = work.Ddelta == null ? null : work.Ddelta + at,
            Dgate = work.Dgate == null ? null : work.Dgate + at,
            Stride = stride,
        };
        Store(rows, scratch, work.Scan.Softplus, steps, columns, first, 0);
        if (whole == width)
        {
            return;
        }

        int column = SelectiveTile<T>.Steps * lanes, rest = width - whole;
        T* tail = scratch.Tail;
        SelectiveGradientRow<T> last = new()
        {
            U = tail,
            Delta = tail + column,
            Gate = rows.Gate == null ? null : tail + (2 * column),
            Dy = tail + (3 * column),
            Du = tail + (4 * column),
            Ddelta = tail + (5 * column),
            Dgate = tail + (6 * column),
            Stride = lanes,
        };
        SelectiveRows.CopyIn(rows.U + whole, stride, last.U, steps, rest);
        SelectiveRows.CopyIn(rows.Delta + whole, stride, last.Delta, steps, rest);
        SelectiveRows.CopyIn(rows.Dy + whole, stride, last.Dy, steps, rest);
        if (rows.Gate != null)
        {
            SelectiveRows.CopyIn(rows.Gate + whole, stride, last.Gate, steps, rest);
        }

        Store(last, scratch, work.Scan.Softplus, steps, 1, first + whole, columns);
        CopyOut(last.Du, rows.Du, whole, stride, steps, rest);
        CopyOut(last.Ddelta, rows.Ddelta, whole, stride, steps, rest);
        CopyOut(last.Dgate, rows.Dgate, whole, stride, steps, rest);
    }

    private static void CopyOut<T>(T* from, T* to, int whole, nint stride, int steps, int width)
        where T : unmanaged
    {
        if (to != null)
        {
            SelectiveRows.CopyOut(from, to + whole, stride, steps, width);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Load<T>(T* dy, T* gate, T* tile, nint stride, int steps, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int t = 0; t < steps; t++)
        {
            for (int column = 0; column < columns; column++)
            {
                int channel = column * lanes;
                Vector<T> g = Vector.Load(dy + channel);
                if (gate != null)
                {
                    Vector<T> z = Vector.Load(gate + channel);
                    g *= z * SelectiveMath.Sigmoid(z);
                }

                Vector.Store(g, tile + (channel * SelectiveTile<T>.Steps));
            }

            tile += lanes;
            dy += stride;
            gate = gate == null ? null : gate + stride;
        }
    }

    private static void Store<T>(
        in SelectiveGradientRow<T> rows, in SelectiveAdjointScratch<T> scratch, bool softplus, int steps, int columns,
        int channel, int column)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int at = column * SelectiveTile<T>.Steps * Vector<T>.Count;
        Inputs(
            rows, softplus, scratch.Forward.Skip + channel, scratch.Forward.DeltaBias + channel,
            scratch.Forward.Delta + at, scratch.OutputGradient + at, scratch.InputSum + at, scratch.RateSum + at,
            scratch.Skip + channel, scratch.DeltaBias + channel, steps, columns);
        if (rows.Gate != null && rows.Dgate != null)
        {
            Gates(rows.Gate, rows.Dy, scratch.Forward.Y + at, rows.Dgate, rows.Stride, steps, columns);
        }
    }

    // ū = D ȳ + Δ Σ g B, Δ̄ = u Σ g B + Σ g r A, and δ̄ = Δ̄ σ(δ + bias) where there is a softplus.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Inputs<T>(
        in SelectiveGradientRow<T> rows, bool softplus, T* skip, T* bias, T* step, T* output, T* inputSum, T* rateSum,
        T* dskip, T* dbias, int steps, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        nint stride = rows.Stride;
        T* ddelta = rows.Ddelta, du = rows.Du;
        Vector<T> ln2 = VectorMath.Lanes<T>(0.6931471805599453), twenty = VectorMath.Lanes<T>(20.0);
        for (int column = 0; column < columns; column++)
        {
            int channel = column * lanes, tile = channel * SelectiveTile<T>.Steps;
            Vector<T> skips = default, biases = default;
            for (int t = 0; t < steps; t++)
            {
                nint at = (t * stride) + channel;
                int place = tile + (t * lanes);
                Vector<T> u = Vector.Load(rows.U + at), g = Vector.Load(output + place);
                Vector<T> sum = Vector.Load(inputSum + place);
                Vector<T> dStep = Fused.MultiplyAdd(u, sum, Vector.Load(rateSum + place) * ln2);
                if (softplus)
                {
                    Vector<T> raw = Vector.Load(rows.Delta + at) + Vector.Load(bias + channel);
                    Vector<T> slope = SelectiveMath.Sigmoid(raw);
                    dStep *= Vector.ConditionalSelect(Vector.GreaterThan(raw, twenty), Vector<T>.One, slope);
                }

                skips = Fused.MultiplyAdd(u, g, skips);
                biases += dStep;
                if (du != null)
                {
                    Vector<T> through = Vector.Load(skip + channel) * g;
                    Vector.Store(Fused.MultiplyAdd(Vector.Load(step + place), sum, through), du + at);
                }

                if (ddelta != null)
                {
                    Vector.Store(dStep, ddelta + at);
                }
            }

            Vector.Store(Vector.Load(dskip + channel) + skips, dskip + channel);
            Vector.Store(Vector.Load(dbias + channel) + biases, dbias + channel);
        }
    }

    // z̄ = ȳ (y before the gate) σ(z) (1 + z (1 − σ(z))).
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Gates<T>(T* gate, T* dy, T* y, T* dgate, nint stride, int steps, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int t = 0; t < steps; t++)
        {
            for (int column = 0; column < columns; column++)
            {
                int channel = column * lanes;
                Vector<T> z = Vector.Load(gate + channel), slope = SelectiveMath.Sigmoid(z);
                Vector<T> inner = Fused.MultiplyAdd(z, Vector<T>.One - slope, Vector<T>.One);
                Vector<T> before = Vector.Load(y + (channel * SelectiveTile<T>.Steps));
                Vector.Store(Vector.Load(dy + channel) * before * (slope * inner), dgate + channel);
            }

            gate += stride;
            dy += stride;
            dgate += stride;
            y += lanes;
        }
    }
}
