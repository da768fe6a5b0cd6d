namespace Ssm.Kernels;

/// <content>One time step, on constants that were packed once.</content>
public static unsafe partial class S5Recurrence
{
    /// <summary>Numbers in the constants that <see cref="PackStep"/> makes.</summary>
    public static int StepLength<T>(int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T> => checked(
            (channels * PackedRowProduct.Padded<T>(2 * modes)) + (2 * modes * PackedRowProduct.Padded<T>(channels)));

    /// <summary>Numbers in the scratch of <see cref="Step"/>.</summary>
    public static int StepScratch<T>(int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        checked(PackedRowProduct.Padded<T>(2 * modes) + PackedRowProduct.Padded<T>(channels));

    /// <summary>Puts B̄ and C in the order in which <see cref="Step"/> reads them.</summary>
    /// <param name="system">B̄ (P, H) and C (H, P); ā and d are not part of it.</param>
    /// <param name="scale">As in <see cref="Forward"/>.</param>
    /// <param name="packed"><see cref="StepLength"/> numbers.</param>
    /// <param name="channels">H.</param>
    /// <param name="modes">P.</param>
    /// <exception cref="ArgumentException">A length does not fit the sizes.</exception>
    public static void PackStep<T>(DiagonalSystem<T> system, T scale, Span<T> packed, int channels, int modes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(channels, 0, nameof(S5Recurrence));
        Guard.AtLeast(modes, 0, nameof(S5Recurrence));
        Guard.Length(packed.Length, StepLength<T>(channels, modes), nameof(S5Recurrence), nameof(packed));
        int products = checked(2 * modes * channels);
        Guard.Length(2 * system.B.Length, products, nameof(S5Recurrence), "b");
        Guard.Length(2 * system.C.Length, products, nameof(S5Recurrence), "c");
        T[] stacked = RecurrenceScratch.Rent<T>(2L * products);
        fixed (T* memory = stacked)
        {
            Stack(system, scale, memory, memory + products, new RecurrenceShape(1, 1, channels, modes));
            int input = channels * PackedRowProduct.Padded<T>(2 * modes);
            PackedRowProduct.Pack(new ReadOnlySpan<T>(memory, products), channels, 2 * modes, packed[..input]);
            PackedRowProduct.Pack(
                new ReadOnlySpan<T>(memory + products, products), 2 * modes, channels, packed[input..]);
        }

        RecurrenceScratch.Return(stacked);
    }

    /// <summary>x ← ā ⊙ x + B̄ u, y = scale·Re(C x) + d ⊙ u, of one sequence at one time.</summary>
    /// <remarks>Both products read their matrix in one stream. y may be exactly the memory of u.</remarks>
    /// <param name="u">(H).</param>
    /// <param name="a">ā, (P).</param>
    /// <param name="packed">What <see cref="PackStep"/> made.</param>
    /// <param name="d">(H), or empty for none.</param>
    /// <param name="state">P real parts, then P imaginary parts, changed in place.</param>
    /// <param name="y">(H).</param>
    /// <param name="scratch"><see cref="StepScratch"/> numbers, with whatever content.</param>
    /// <exception cref="ArgumentException">A length does not fit the sizes.</exception>
    public static void Step<T>(
        ReadOnlySpan<T> u,
        ReadOnlyPlanar<T> a,
        ReadOnlySpan<T> packed,
        ReadOnlySpan<T> d,
        Span<T> state,
        Span<T> y,
        Span<T> scratch)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int channels, int modes) = (u.Length, a.Length);
        Guard.Length(packed.Length, StepLength<T>(channels, modes), nameof(S5Recurrence), nameof(packed));
        ScanChecks.Optional(d.Length, channels, nameof(S5Recurrence), nameof(d));
        Guard.Length(state.Length, 2 * modes, nameof(S5Recurrence), nameof(state));
        Guard.Length(y.Length, channels, nameof(S5Recurrence), nameof(y));
        Guard.Length(scratch.Length, StepScratch<T>(channels, modes), nameof(S5Recurrence), nameof(scratch));
        int states = PackedRowProduct.Padded<T>(2 * modes);
        scratch.Clear();
        fixed (T* pu = u, p = packed, pd = d, x = state, input = scratch, ar = a.Re, ai = a.Im)
        {
            PackedRowProduct.Accumulate(p, pu, channels, input, states);
            S5RecurrenceRows.AddProduct(new PlanePointers<T>(ar, ai), x, input, modes);
            Copy(input, x, 2 * modes);
            T* output = input + states;
            if (pd != null)
            {
                S5RecurrenceRows.Scaled(pd, pu, output, 1, channels);
            }

            PackedRowProduct.Accumulate(
                p + ((nint)channels * states), x, 2 * modes, output, scratch.Length - states);
            new ReadOnlySpan<T>(output, channels).CopyTo(y);
        }
    }
}
