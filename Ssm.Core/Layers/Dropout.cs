using System.Buffers;
using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Layers;

/// <summary>Dropout: while training, zeros a share of the numbers and scales the rest up by 1/(1 − rate).</summary>
/// <remarks>Srivastava et al., 2014. Tied dropout uses one mask for all time steps, as S4 and S5 do.</remarks>
public static class Dropout
{
    /// <summary>A mask for each number.</summary>
    /// <param name="u">Any array.</param>
    /// <param name="rate">The share to zero, 0 up to 1.</param>
    /// <param name="pass">Present while training; without it u is returned as it is.</param>
    public static Variable<T> Apply<T>(Variable<T> u, double rate, TrainingPass? pass)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(u);
        return Masked(u, u.Shape, rate, pass);
    }

    /// <summary>One mask for all time steps of (B, L, H).</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="rate">The share of channels to zero, 0 up to 1.</param>
    /// <param name="pass">Present while training; without it u is returned as it is.</param>
    public static Variable<T> ApplyTied<T>(Variable<T> u, double rate, TrainingPass? pass)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(u);
        return Masked(u, u.Shape.With(1, 1), rate, pass);
    }

    /// <exception cref="ArgumentOutOfRangeException">The rate is not 0 up to 1.</exception>
    internal static void RequireRate(double rate, string argument)
    {
        if (!(rate is >= 0.0 and < 1.0))
        {
            throw new ArgumentOutOfRangeException(argument, rate, "Dropout: the rate must be 0 or more and less " +
                "than 1.");
        }
    }

    /// <summary>The mask of <see cref="ApplyTied"/>, (B, 1, H); null where nothing is dropped.</summary>
    internal static NdArray<T>? TiedMask<T>(Variable<T> u, double rate, TrainingPass? pass)
        where T : unmanaged, IFloatingPointIeee754<T> => Mask(u, u.Shape.With(1, 1), rate, pass);

    private static Variable<T> Masked<T>(Variable<T> u, Shape shape, double rate, TrainingPass? pass)
        where T : unmanaged, IFloatingPointIeee754<T> => Mask(u, shape, rate, pass) is { } mask ? u * mask : u;

    private static NdArray<T>? Mask<T>(Variable<T> u, Shape shape, double rate, TrainingPass? pass)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RequireRate(rate, nameof(rate));
        if (pass is null || rate == 0.0)
        {
            return null;
        }

        T kept = T.CreateChecked(1.0 / (1.0 - rate));
        T[] rented = ArrayPool<T>.Shared.Rent(shape.Count);
        Span<T> mask = rented.AsSpan(0, shape.Count);
        foreach (ref T value in mask)
        {
            value = pass.Random.NextDouble() < rate ? T.Zero : kept;
        }

        NdArray<T> array = NdArray<T>.Temporary(mask, shape, u.Backend);
        ArrayPool<T>.Shared.Return(rented);
        return array;
    }
}
