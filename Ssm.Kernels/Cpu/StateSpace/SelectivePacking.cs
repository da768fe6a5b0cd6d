namespace Ssm.Kernels;

/// <summary>Between arrays (channels, states) and vectors of channels: (columns, states, lanes).</summary>
internal static unsafe class SelectivePacking
{
    /// <summary>Gathers some channels' states into vectors; lanes beyond the last channel, and no array, give 0.
    /// </summary>
    /// <param name="from">(channels, states), or null.</param>
    /// <param name="to">The vectors of the first column.</param>
    /// <param name="channels">How many channels.</param>
    /// <param name="states">How many states a channel has.</param>
    /// <param name="stride">Vectors from one column to the next: more than the states, where there are two planes.
    /// </param>
    /// <param name="scale">What each is multiplied by.</param>
    internal static void Pack<T>(T* from, T* to, int channels, int states, int stride, double scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int channel = 0; channel < channels; channel += lanes)
        {
            new Span<T>(to + At(channel, stride, lanes), states * lanes).Clear();
        }

        for (int channel = 0; channel < channels && from != null; channel++)
        {
            T* row = from + ((nint)channel * states), column = to + At(channel, stride, lanes);
            for (int n = 0; n < states; n++)
            {
                // A NaN loses what else its bits say, which PowerOfTwo would add to its exponent.
                column[n * lanes] = T.IsNaN(row[n])
                    ? T.NaN
                    : T.CreateTruncating(scale * double.CreateTruncating(row[n]));
            }
        }
    }

    /// <summary>The inverse of <see cref="Pack"/>, with a scale of its own.</summary>
    internal static void Unpack<T>(T* from, T* to, int channels, int states, int stride, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int channel = 0; channel < channels; channel++)
        {
            T* row = to + ((nint)channel * states), column = from + At(channel, stride, lanes);
            for (int n = 0; n < states; n++)
            {
                row[n] = scale * column[n * lanes];
            }
        }
    }

    /// <summary>Copies vectors of states to rows of channels, (states, channels) a stride apart.</summary>
    internal static void ToRows<T>(T* from, T* to, int channels, int states, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int channel = 0; channel < channels; channel += lanes)
        {
            int width = Math.Min(lanes, channels - channel);
            for (int n = 0; n < states; n++)
            {
                T* vector = from + At(channel, states, lanes) + (n * lanes), row = to + (n * stride) + channel;
                new Span<T>(vector, width).CopyTo(new Span<T>(row, width));
            }
        }
    }

    /// <summary>The inverse of <see cref="ToRows"/>.</summary>
    internal static void FromRows<T>(T* from, T* to, int channels, int states, nint stride)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int channel = 0; channel < channels; channel += lanes)
        {
            int width = Math.Min(lanes, channels - channel);
            for (int n = 0; n < states; n++)
            {
                T* vector = to + At(channel, states, lanes) + (n * lanes), row = from + (n * stride) + channel;
                new Span<T>(row, width).CopyTo(new Span<T>(vector, width));
            }
        }
    }

    /// <summary>Adds up the lanes of (states, steps, lanes), giving (steps, states).</summary>
    internal static void SumLanes<T>(T* from, T* to, int steps, int states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int lanes = Vector<T>.Count;
        for (int n = 0; n < states; n++)
        {
            T* vector = from + ((nint)n * SelectiveTile<T>.Steps * lanes);
            for (int t = 0; t < steps; t++)
            {
                to[((nint)t * states) + n] = Vector.Sum(Vector.Load(vector + (t * lanes)));
            }
        }
    }

    // The first state of a channel.
    private static nint At(int channel, int stride, int lanes) =>
        ((nint)(channel / lanes) * stride * lanes) + (channel % lanes);
}
