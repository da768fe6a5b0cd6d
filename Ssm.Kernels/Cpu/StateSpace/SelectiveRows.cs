using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Between rows of channels in memory and the columns of a tile, with what needs no state.</summary>
internal static unsafe class SelectiveRows
{
    /// <summary>Δ, Δ·u, the skip's part of the output and the largest |Δ| of a tile.</summary>
    /// <param name="work">The operands.</param>
    /// <param name="scratch">Where the tile is.</param>
    /// <param name="at">The first element of the tile in an array (B, L, D).</param>
    /// <param name="steps">How many steps.</param>
    /// <param name="first">The first channel of the tile, counted from the piece's.</param>
    /// <param name="width">How many channels.</param>
    internal static void Load<T>(
        in SelectiveWork<T> work, in SelectiveScratch<T> scratch, nint at, int steps, int first, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, columns = width / lanes, whole = columns * lanes;
        new Span<T>(scratch.LargestDelta, SelectiveTile<T>.Lanes).Clear();
        Load(work.Softplus, work.U + at, work.Delta + at, work.Shape.Channels, steps, columns, first, 0, scratch);
        if (whole < width)
        {
            T* u = scratch.Tail, delta = u + (SelectiveTile<T>.Steps * lanes);
            CopyIn(work.U + at + whole, work.Shape.Channels, u, steps, width - whole);
            CopyIn(work.Delta + at + whole, work.Shape.Channels, delta, steps, width - whole);
            Load(work.Softplus, u, delta, lanes, steps, 1, first + whole, columns, scratch);
        }
    }

    /// <summary>The outputs of a tile, times SiLU of the gate where there is one.</summary>
    internal static void Store<T>(
        in SelectiveWork<T> work, in SelectiveScratch<T> scratch, nint at, int steps, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, columns = width / lanes, whole = columns * lanes;
        nint stride = work.Shape.Channels;
        T* gate = work.Gate == null ? null : work.Gate + at;
        Store(scratch.Y, gate, work.Y + at, stride, steps, columns);
        if (whole < width)
        {
            T* z = scratch.Tail, y = z + (SelectiveTile<T>.Steps * lanes);
            if (gate != null)
            {
                CopyIn(gate + whole, stride, z, steps, width - whole);
            }

            T* last = scratch.Y + (columns * SelectiveTile<T>.Steps * lanes);
            Store(last, gate == null ? null : z, y, lanes, steps, 1);
            CopyOut(y, work.Y + at + whole, stride, steps, width - whole);
        }
    }

    private static void Load<T>(
        bool softplus, T* u, T* delta, nint stride, int steps, int columns, int channel, int column,
        in SelectiveScratch<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count, at = column * SelectiveTile<T>.Steps * lanes;
        T* skip = scratch.Skip + channel, bias = scratch.DeltaBias + channel;
        T* largest = scratch.LargestDelta + (column * lanes);
        if (softplus)
        {
            LoadSoftplus(
                u, delta, stride, steps, columns, skip, bias, scratch.Delta + at, scratch.Input + at, scratch.Y + at,
                largest);
        }
        else
        {
            LoadPlain(
                u, delta, stride, steps, columns, skip, bias, scratch.Delta + at, scratch.Input + at, scratch.Y + at,
                largest);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void LoadSoftplus<T>(
        T* u, T* delta, nint stride, int steps, int columns, T* skip, T* bias, T* step, T* input, T* y, T* largest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int t = 0; t < steps; t++)
        {
            for (int column = 0; column < columns; column++)
            {
                int channel = column * lanes, to = channel * SelectiveTile<T>.Steps;
                Vector<T> x = Vector.Load(u + channel);
                Vector<T> d = SelectiveMath.Softplus(Vector.Load(delta + channel) + Vector.Load(bias + channel));
                Vector.Store(d, step + to);
                Vector.Store(d * x, input + to);
                Vector.Store(Vector.Load(skip + channel) * x, y + to);
                Vector.Store(SelectiveMath.LargestSize(Vector.Load(largest + channel), d), largest + channel);
            }

            u += stride;
            delta += stride;
            step += lanes;
            input += lanes;
            y += lanes;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void LoadPlain<T>(
        T* u, T* delta, nint stride, int steps, int columns, T* skip, T* bias, T* step, T* input, T* y, T* largest)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int t = 0; t < steps; t++)
        {
            for (int column = 0; column < columns; column++)
            {
                int channel = column * lanes, to = channel * SelectiveTile<T>.Steps;
                Vector<T> x = Vector.Load(u + channel);
                Vector<T> d = Vector.Load(delta + channel) + Vector.Load(bias + channel);
                Vector.Store(d, step + to);
                Vector.Store(d * x, input + to);
                Vector.Store(Vector.Load(skip + channel) * x, y + to);
                Vector.Store(SelectiveMath.LargestSize(Vector.Load(largest + channel), d), largest + channel);
            }

            u += stride;
            delta += stride;
            step += lanes;
            input += lanes;
            y += lanes;
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Store<T>(T* tile, T* gate, T* y, nint stride, int steps, int columns)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int t = 0; t < steps; t++)
        {
            for (int column = 0; column < columns; column++)
            {
                int channel = column * lanes;
                Vector<T> sum = Vector.Load(tile + (channel * SelectiveTile<T>.Steps));
                if (gate != null)
                {
                    Vector<T> z = Vector.Load(gate + channel);
                    sum *= z * SelectiveMath.Sigmoid(z);
                }

                Vector.Store(sum, y + channel);
            }

            tile += lanes;
            y += stride;
            gate = gate == null ? null : gate + stride;
        }
    }

    /// <summary>Copies fewer channels than a vector has to a column, 0 in the lanes beyond them.</summary>
    internal static void CopyIn<T>(T* from, nint stride, T* to, int steps, int width)
        where T : unmanaged
    {
        int lanes = Vector<T>.Count;
        new Span<T>(to, steps * lanes).Clear();
        for (int t = 0; t < steps; t++)
        {
            new Span<T>(from + (t * stride), width).CopyTo(new Span<T>(to + (t * lanes), width));
        }
    }

    /// <summary>The inverse of <see cref="CopyIn"/>.</summary>
    internal static void CopyOut<T>(T* from, T* to, nint stride, int steps, int width)
        where T : unmanaged
    {
        for (int t = 0; t < steps; t++)
        {
            new Span<T>(from + (t * Vector<T>.Count), width).CopyTo(new Span<T>(to + (t * stride), width));
        }
    }
}
