using System.Buffers;
using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>Rotates pairs of a head's numbers by angles that grow with the position: a rotary embedding.</summary>
/// <remarks>
/// Of the D numbers of a head the first half is rotated, the second stays. With Q = D/4, pair i is (x[i], x[i + Q]),
/// its angle pos·wavelength^(−i/Q):
/// <code>
///   x[i] cos − x[i+Q] sin,  x[i+Q] cos + x[i] sin
/// </code>
/// Products of two rotated vectors depend on the distance of their positions alone. Su et al., 2021, arXiv:2104.09864;
/// google-deepmind/recurrentgemma <c>torch/modules.py</c>, _apply_rope.
/// </remarks>
public sealed class RotaryEmbedding
{
    private readonly double[] _frequencies;

    /// <summary>An embedding for heads of a size.</summary>
    /// <param name="headSize">D, a multiple of 4.</param>
    /// <param name="maxWavelength">The wavelength, 10000 in all published models.</param>
    /// <exception cref="ArgumentException">The size is no multiple of 4.</exception>
    public RotaryEmbedding(int headSize, double maxWavelength = 10000)
    {
        if (headSize < 4 || headSize % 4 != 0)
        {
            throw new ArgumentException(
                $"RotaryEmbedding: 'headSize' is {headSize}, expected a multiple of 4: half of a head is rotated in " +
                "pairs.",
                nameof(headSize));
        }

        if (!(maxWavelength > 0 && double.IsFinite(maxWavelength)))
        {
            throw new ArgumentOutOfRangeException(
                nameof(maxWavelength), maxWavelength, "RotaryEmbedding: expected a finite positive number.");
        }

        HeadSize = headSize;
        _frequencies = new double[headSize / 4];
        for (int i = 0; i < _frequencies.Length; i++)
        {
            _frequencies[i] = Math.Pow(maxWavelength, -(double)i / _frequencies.Length);
        }
    }

    /// <summary>Numbers of a head, D.</summary>
    public int HeadSize { get; }

    /// <summary>Rotates heads.</summary>
    /// <param name="x">(B, L, heads, D).</param>
    /// <param name="positions">(B, L), or (1, L) for the same in every row.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public Variable<T> Apply<T>(Variable<T> x, Indices positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(positions);
        Shape at = positions.Shape;
        if (x.Shape.Rank != 4 || x.Shape[3] != HeadSize || at.Rank != 2 || at[1] != x.Shape[1]
            || (at[0] != 1 && at[0] != x.Shape[0]))
        {
            throw new ArgumentException(
                $"RotaryEmbedding: 'x' has shape {x.Shape} and 'positions' {at}, expected (B, L, heads, {HeadSize}) " +
                "and (B, L), or (1, L).");
        }

        int quarter = _frequencies.Length;
        (NdArray<T> cos, NdArray<T> sin) = Tables(x, positions);                                // (B, L, 1, Q)
        Variable<T> first = Op.Slice(x, 3, 0, quarter);
        Variable<T> second = Op.Slice(x, 3, quarter, quarter);
        return Op.Concat(
            3,
            (first * cos) - (second * sin),
            (second * cos) + (first * sin),
            Op.Slice(x, 3, 2 * quarter, HeadSize - (2 * quarter)));
    }

    /// <summary>Rotates heads at one position, in place.</summary>
    /// <param name="x">(heads, D).</param>
    /// <param name="position">The position of all of them.</param>
    /// <exception cref="ArgumentException">The length is no multiple of D.</exception>
    public void Rotate<T>(Span<T> x, int position)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (x.Length % HeadSize != 0)
        {
            throw new ArgumentException(
                $"RotaryEmbedding: 'x' has {x.Length} numbers, expected a multiple of {HeadSize}.", nameof(x));
        }

        int quarter = _frequencies.Length;
        for (int i = 0; i < quarter; i++)
        {
            (double s, double c) = Math.SinCos(position * _frequencies[i]);
            (T sin, T cos) = (T.CreateTruncating(s), T.CreateTruncating(c));
            for (int at = i; at < x.Length; at += HeadSize)
            {
                (T first, T second) = (x[at], x[at + quarter]);
                x[at] = (first * cos) - (second * sin);
                x[at + quarter] = (second * cos) + (first * sin);
            }
        }
    }

    private (NdArray<T> Cos, NdArray<T> Sin) Tables<T>(Variable<T> x, Indices positions)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<int> at = positions.Values;
        int quarter = _frequencies.Length, count = at.Length * quarter;
        T[] cos = ArrayPool<T>.Shared.Rent(count), sin = ArrayPool<T>.Shared.Rent(count);
        for (int i = 0; i < count; i++)
        {
            (double s, double c) = Math.SinCos(at[i / quarter] * _frequencies[i % quarter]);
            (sin[i], cos[i]) = (T.CreateTruncating(s), T.CreateTruncating(c));
        }

        Shape shape = [positions.Shape[0], positions.Shape[1], 1, quarter];
        NdArray<T> cosines = NdArray<T>.Temporary(cos.AsSpan(0, count), shape, x.Backend);
        NdArray<T> sines = NdArray<T>.Temporary(sin.AsSpan(0, count), shape, x.Backend);
        ArrayPool<T>.Shared.Return(cos);
        ArrayPool<T>.Shared.Return(sin);
        return (cosines, sines);
    }
}
