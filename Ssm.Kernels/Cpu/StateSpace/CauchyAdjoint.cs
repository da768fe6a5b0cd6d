using System.Buffers;

namespace Ssm.Kernels;

/// <summary>The pieces of <see cref="Cauchy.Adjoint"/>: some channels and all frequencies, a block at a time.</summary>
internal static unsafe class CauchyAdjoint
{
    private const int Block = CauchyNodes<float>.Block;

    // Rows of the gradient: Re and Im as they came, then for each of two numerators the four of TurnBack.
    private const int Rows = 2 + (4 * CauchyWork<float>.Pair);

    // Rows of a power of two would meet in the same lines of a cache.
    private const int Row = Block + 16;

    internal static void Channels<T>(CauchyWork<T> work, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CauchyShape shape = work.Shape;
        int modeNumbers = checked(CauchyLoops.ModeNumbers * shape.Modes);
        T[] scratch = ArrayPool<T>.Shared.Rent(checked((Rows * Row) + modeNumbers));
        double[] wide = ArrayPool<double>.Shared.Rent(checked((2 + CauchyLoops.ModeSums) * shape.Modes));
        fixed (T* rows = scratch)
        fixed (double* sums = wide)
        {
            for (int channel = start; channel < end; channel++)
            {
                double* poles = sums + ((nint)CauchyLoops.ModeSums * shape.Modes);
                new Span<double>(poles, 2 * shape.Modes).Clear();
                for (int i = 0; i < shape.Numerators; i += CauchyWork<T>.Pair)
                {
                    T* modes = rows + (Rows * Row);
                    Cauchy.Modes(work, i, channel, modes);
                    new Span<double>(sums, CauchyLoops.ModeSums * shape.Modes).Clear();
                    for (int first = 0; first < shape.Frequencies; first += Block)
                    {
                        int count = Math.Min(Block, shape.Frequencies - first);
                        Gradients(work, i, channel, first, count, rows);
                        for (int n = 0; n < shape.Modes; n++)
                        {
                            CauchyLoops.Moments(
                                work.Nodes,
                                first,
                                count,
                                modes + ((nint)n * CauchyLoops.ModeNumbers),
                                rows + (2 * Row),
                                Row,
                                sums + ((nint)n * CauchyLoops.ModeSums));
                        }
                    }

                    Write(work, i, channel, sums, poles);
                }

                WritePoles(work, channel, poles);
            }
        }

        ArrayPool<T>.Shared.Return(scratch);
        ArrayPool<double>.Shared.Return(wide);
    }

    // The rows of two numerators, with zeros where an odd last one has no partner and after the last frequency.
    private static void Gradients<T>(CauchyWork<T> work, int i, int channel, int first, int count, T* rows)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        CauchyShape shape = work.Shape;
        for (int j = 0; j < CauchyWork<T>.Pair; j++)
        {
            new Span<T>(rows, 2 * Row).Clear();
            nint from = i + j < shape.Numerators ? work.Sum(i + j, first) + channel : 0;
            for (int k = 0; k < count && i + j < shape.Numerators; k++, from += shape.Channels)
            {
                rows[k] = work.C.Re[from];
                rows[Row + k] = work.C.Im[from];
            }

            CauchyLoops.TurnBack(work.Nodes, first, count, rows, rows + ((2 + (4 * j)) * Row), Row);
        }
    }

    // p = Re(v·z̄) and q = Re v: dv = q̄ + p̄·z, and z's share is p̄·v.
    private static void Write<T>(CauchyWork<T> work, int i, int channel, double* sums, double* poles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int modes = work.Shape.Modes;
        for (int n = 0; n < modes; n++, sums += CauchyLoops.ModeSums)
        {
            (double zr, double zi) = CauchyWork<T>.At(work.Z, work.Pole(channel) + n);
            for (int j = 0; j < CauchyWork<T>.Pair && i + j < work.Shape.Numerators; j++)
            {
                nint at = work.Weight(i + j, channel) + n;
                (double vr, double vi) = CauchyWork<T>.At(work.V, at);
                double p = sums[2 * j], q = sums[(2 * j) + 1];
                work.Dv.Re[at] = T.CreateTruncating(q + (p * zr));
                work.Dv.Im[at] = T.CreateTruncating(p * zi);
                poles[2 * n] += p * vr;
                poles[(2 * n) + 1] += p * vi;
            }

            poles[2 * n] += (2.0 * sums[4] * zr) + sums[5];
            poles[(2 * n) + 1] += 2.0 * sums[4] * zi;
        }
    }

    private static void WritePoles<T>(CauchyWork<T> work, int channel, double* poles)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        nint at = work.Pole(channel);
        for (int n = 0; n < work.Shape.Modes; n++)
        {
            work.Dz.Re[at + n] = T.CreateTruncating(poles[2 * n]);
            work.Dz.Im[at + n] = T.CreateTruncating(poles[(2 * n) + 1]);
        }
    }
}
