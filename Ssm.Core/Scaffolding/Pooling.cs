using System.Buffers;
using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Scaffolding;

/// <summary>From a sequence to one vector.</summary>
public static class Pooling
{
    /// <summary>The mean over the first steps of each sequence, as many as it is long.</summary>
    /// <param name="x">(B, L, H).</param>
    /// <param name="lengths">True lengths, 1 to L, B of them; all L where empty.</param>
    /// <returns>(B, H).</returns>
    /// <exception cref="ArgumentException">There are not B lengths, or one is not 1 to L.</exception>
    public static Variable<T> MeanOverTime<T>(Variable<T> x, ReadOnlySpan<int> lengths = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 3)
        {
            throw new ArgumentException($"MeanOverTime: 'x' has shape {x.Shape}, expected (B, L, H).", nameof(x));
        }

        if (lengths.IsEmpty)
        {
            return Op.Mean(x, axis: 1);
        }

        (int batch, int steps, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        if (lengths.Length != batch)
        {
            throw new ArgumentException(
                $"MeanOverTime: 'lengths' has {lengths.Length} entries, expected {batch}.", nameof(lengths));
        }

        // A row of weights for each sequence, 1/length up to its end: the mean is then a product of matrices.
        T[] rented = ArrayPool<T>.Shared.Rent(batch * steps);
        Span<T> weights = rented.AsSpan(0, batch * steps);
        weights.Clear();
        for (int b = 0; b < batch; b++)
        {
            int length = lengths[b];
            if (length < 1 || length > steps)
            {
                throw new ArgumentException(
                    $"MeanOverTime: length {length} at position {b}, expected 1 to {steps}.", nameof(lengths));
            }

            weights.Slice(b * steps, length).Fill(T.One / T.CreateChecked(length));
        }

        NdArray<T> mean = NdArray<T>.Temporary(weights, [batch, 1, steps], x.Backend);
        ArrayPool<T>.Shared.Return(rented);
        return Op.Reshape(Op.MatMul(mean, x), [batch, channels]);
    }
}
