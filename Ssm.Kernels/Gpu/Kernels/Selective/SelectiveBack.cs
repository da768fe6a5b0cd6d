using ILGPU;

namespace Ssm.Kernels.Gpu;

/// <summary>Four steps of the adjoint of a selective scan for one state of one channel.</summary>
/// <remarks>
/// Forward from the state before them, keeping e = e^(Δ A) and r = e h[t−1] in registers; then back, with g the gradient
/// of the state and q = conj(r) g: g = conj(C) ȳ + later, Σ conj(B) g, B̄ += g Δu, Ā += Δ q, Σ conj(A) q for Δ̄,
/// later = conj(e) g. C̄ += conj(h) ȳ on the way forward.
/// </remarks>
internal static class SelectiveBack
{
    /// <summary>Threads of a group, each with a channel of its own.</summary>
    internal const int Threads = 64;

    /// <summary>A row of one number a thread, and one more so that a column does not lie in one bank.</summary>
    internal const int Row = Threads + 1;

    /// <summary>Numbers of all rows, of four states, for each plane.</summary>
    internal const int SinkSize = 2 * 4 * 4 * Row;

    internal static BackResult<T, TNumber> FourStepsOf<T, TNumber, TB, TC>(
        BackResult<T, TNumber> totals, TNumber rate, FourSteps<T> tile, NumberQuad<TNumber> b, NumberQuad<TNumber> c,
        BackPlace<T> place, int state, int which, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        TNumber h = TNumber.Load(place.Before, place.BeforeAt + ((state + which) * place.Stride));
        TNumber e0 = TNumber.Power(tile.S0.Delta, rate), r0 = Decayed<T, TNumber>(e0, h, tile.S0);
        h = TNumber.AddScaled(r0, tile.S0.Input, b.V0);
        T y0 = TNumber.AddOutput(totals.Sums.S0.Y, c.V0, h);
        TNumber output = Sum<T, TNumber, TC>(totals.Output, TNumber.WeightGradient(h), tile.S0.Dy, place, ((4 + 0) * width) + which);

        TNumber e1 = TNumber.Power(tile.S1.Delta, rate), r1 = Decayed<T, TNumber>(e1, h, tile.S1);
        h = TNumber.AddScaled(r1, tile.S1.Input, b.V1);
        T y1 = TNumber.AddOutput(totals.Sums.S1.Y, c.V1, h);
        output = Sum<T, TNumber, TC>(output, TNumber.WeightGradient(h), tile.S1.Dy, place, ((4 + 1) * width) + which);

        TNumber e2 = TNumber.Power(tile.S2.Delta, rate), r2 = Decayed<T, TNumber>(e2, h, tile.S2);
        h = TNumber.AddScaled(r2, tile.S2.Input, b.V2);
        T y2 = TNumber.AddOutput(totals.Sums.S2.Y, c.V2, h);
        output = Sum<T, TNumber, TC>(output, TNumber.WeightGradient(h), tile.S2.Dy, place, ((4 + 2) * width) + which);

        TNumber e3 = TNumber.Power(tile.S3.Delta, rate), r3 = Decayed<T, TNumber>(e3, h, tile.S3);
        h = TNumber.AddScaled(r3, tile.S3.Input, b.V3);
        T y3 = TNumber.AddOutput(totals.Sums.S3.Y, c.V3, h);
        output = Sum<T, TNumber, TC>(output, TNumber.WeightGradient(h), tile.S3.Dy, place, ((4 + 3) * width) + which);

        TNumber g = TNumber.AddOutputGradient(totals.Later, c.V3, tile.S3.Dy), q = TNumber.MultiplyConjugate(r3, g);
        TNumber rates = TNumber.AddScaled(totals.Rates, tile.S3.Delta, q);
        StepSums<T> s3 = Sums(y3, totals.Sums.S3, rate, b.V3, g, q);
        TNumber input = Sum<T, TNumber, TB>(totals.Input, g, tile.S3.Input, place, (3 * width) + which);
        g = TNumber.AddOutputGradient(Later<T, TNumber>(e3, g, tile.S3), c.V2, tile.S2.Dy);

        q = TNumber.MultiplyConjugate(r2, g);
        rates = TNumber.AddScaled(rates, tile.S2.Delta, q);
        StepSums<T> s2 = Sums(y2, totals.Sums.S2, rate, b.V2, g, q);
        input = Sum<T, TNumber, TB>(input, g, tile.S2.Input, place, (2 * width) + which);
        g = TNumber.AddOutputGradient(Later<T, TNumber>(e2, g, tile.S2), c.V1, tile.S1.Dy);

        q = TNumber.MultiplyConjugate(r1, g);
        rates = TNumber.AddScaled(rates, tile.S1.Delta, q);
        StepSums<T> s1 = Sums(y1, totals.Sums.S1, rate, b.V1, g, q);
        input = Sum<T, TNumber, TB>(input, g, tile.S1.Input, place, width + which);
        g = TNumber.AddOutputGradient(Later<T, TNumber>(e1, g, tile.S1), c.V0, tile.S0.Dy);

        q = TNumber.MultiplyConjugate(r0, g);
        rates = TNumber.AddScaled(rates, tile.S0.Delta, q);
        StepSums<T> s0 = Sums(y0, totals.Sums.S0, rate, b.V0, g, q);
        input = Sum<T, TNumber, TB>(input, g, tile.S0.Input, place, which);
        return new(Later<T, TNumber>(e0, g, tile.S0), rates, input, output, new(s0, s1, s2, s3));
    }

    /// <summary>Adds over the group's threads what four steps of some states have put in shared memory.</summary>
    /// <remarks>A thread adds one row, always from the first channel to the last: no atomics, the same bits.</remarks>
    internal static void AddChannels<T, TNumber, TB, TC>(BackPlace<T> place, int first, int state, int width)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TB : struct, IStepWeights<T, TNumber, TB>
        where TC : struct, IStepWeights<T, TNumber, TC>
    {
        if (TB.ByStep || TC.ByStep)
        {
            Group.Barrier();
            for (int row = Group.IdxX; row < 2 * 4 * width * TNumber.Planes; row += Threads)
            {
                int plane = row % TNumber.Planes, rest = row / TNumber.Planes;
                int n = rest % width, step = (rest / width) % 4;
                bool output = rest / width > 3;
                if (first + step < place.Steps && (output ? TC.ByStep : TB.ByStep))
                {
                    int from = row * Row;
                    T even = T.Zero, odd = T.Zero;
                    for (int i = 0; i < Threads; i += 2)
                    {
                        even += place.Sink[from + i];
                        odd += place.Sink[from + i + 1];
                    }

                    int at = place.PartAt + ((first + step) * place.PartStep) + state + n;
                    Write(output ? place.OutputParts : place.InputParts, plane, at, even + odd);
                }
            }

            Group.Barrier();
        }
    }

    private static void Write<T>(ComplexPlanes<T> parts, int plane, int at, T sum)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A gradient that is not wanted has no place.
        if (parts.Re.IntLength > 0 && plane == 0)
        {
            parts.Re[at] = sum;
        }

        if (parts.Im.IntLength > 0 && plane == 1)
        {
            parts.Im[at] = sum;
        }
    }

    // e h, from nothing where the sequence starts over.
    private static TNumber Decayed<T, TNumber>(TNumber e, TNumber h, ScanStep<T> step)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber> =>
        step.Reset != 0 ? TNumber.Zero : TNumber.Multiply(e, h);

    private static TNumber Later<T, TNumber>(TNumber e, TNumber g, ScanStep<T> step)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber> =>
        step.Reset != 0 ? TNumber.Zero : TNumber.MultiplyConjugate(e, g);

    private static StepSums<T> Sums<T, TNumber>(
        T y, StepSums<T> sums, TNumber rate, TNumber b, TNumber g, TNumber q)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber> =>
        new(y, TNumber.AddRealProduct(sums.Input, b, g), TNumber.AddRealProduct(sums.Rate, rate, q));

    // A weight that every step has for itself is summed over channels, by the group; one of a channel over time, here.
    private static TNumber Sum<T, TNumber, TWeights>(TNumber sum, TNumber x, T factor, BackPlace<T> place, int row)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TNumber : unmanaged, IStateNumber<T, TNumber>
        where TWeights : struct, IStepWeights<T, TNumber, TWeights>
    {
        TNumber next = sum;
        if (TWeights.ByStep)
        {
            int at = (row * TNumber.Planes * Row) + Group.IdxX;
            place.Sink[at] = factor * x.Real;
            if (TNumber.Planes > 1)
            {
                place.Sink[at + Row] = factor * x.Imaginary;
            }
        }
        else
        {
            next = TNumber.AddScaled(sum, factor, x);
        }

        return next;
    }
}
