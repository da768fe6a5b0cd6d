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
        Require(nameof(MeanOverTime), x, lengths);
        if (lengths.IsEmpty)
        {
            return Op.Mean(x, axis: 1);
        }

        (int batch, int steps, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);

        // A row of weights for each sequence, 1/length up to its end: the mean is then a product of matrices.
        T[] rented = ArrayPool<T>.Shared.Rent(batch * steps);
        Span<T> weights = rented.AsSpan(0, batch * steps);
        weights.Clear();
        for (int b = 0; b < batch; b++)
        {
            int length = lengths[b];
            weights.Slice(b * steps, length).Fill(T.One / T.CreateChecked(length));
        }

        NdArray<T> mean = NdArray<T>.Temporary(weights, [batch, 1, steps], x.Backend);
        ArrayPool<T>.Shared.Return(rented);
        return Op.Reshape(Op.MatMul(mean, x), [batch, channels]);
    }

    /// <summary>The last step of each sequence.</summary>
    /// <param name="x">(B, L, H).</param>
    /// <param name="lengths">True lengths, 1 to L, B of them; all L where empty.</param>
    /// <returns>(B, H).</returns>
    /// <exception cref="ArgumentException">There are not B lengths, or one is not 1 to L.</exception>
    public static Variable<T> LastStep<T>(Variable<T> x, ReadOnlySpan<int> lengths = default)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Require(nameof(LastStep), x, lengths);
        (int batch, int steps, int channels) = (x.Shape[0], x.Shape[1], x.Shape[2]);
        int[] rows = new int[batch];
        for (int b = 0; b < batch; b++)
        {
            rows[b] = (b * steps) + (lengths.IsEmpty ? steps : lengths[b]) - 1;
        }

        return Op.IndexSelect(Op.Reshape(x, [batch * steps, channels]), 0, new Indices(rows, [batch]));
    }

    private static void Require<T>(string operation, Variable<T> x, ReadOnlySpan<int> lengths)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        if (x.Shape.Rank != 3)
        {
            throw new ArgumentException($"{operation}: 'x' has shape {x.Shape}, expected (B, L, H).", nameof(x));
        }

        if (!lengths.IsEmpty && lengths.Length != x.Shape[0])
        {
            throw new ArgumentException(
                $"{operation}: 'lengths' has {lengths.Length} entries, expected {x.Shape[0]}.", nameof(lengths));
        }

        for (int b = 0; b < lengths.Length; b++)
        {
            if (lengths[b] < 1 || lengths[b] > x.Shape[1])
            {
                throw new ArgumentException(
                    $"{operation}: length {lengths[b]} at position {b}, expected 1 to {x.Shape[1]}.",
                    nameof(lengths));
            }
        }
    }
}
