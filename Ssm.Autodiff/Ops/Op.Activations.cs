namespace Ssm.Autodiff;

/// <content>Activations with a parameter or a gate.</content>
public static partial class Op
{
    /// <summary>x where x > 0, else α(e^x − 1). Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ where x > 0, else (y + α)·ȳ. Clevert et al., 2015, arXiv:1511.07289.</remarks>
    public static Variable<T> Elu<T>(Variable<T> x, T alpha)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Elu), x, new Elu<T>(alpha));

    /// <summary>x where x > 0, else slope·x. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ where x > 0, else slope·ȳ.</remarks>
    public static Variable<T> LeakyRelu<T>(Variable<T> x, T slope)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(LeakyRelu), x, new LeakyRelu<T>(slope));

    /// <summary>x cut to [low, high]. Real.</summary>
    /// <remarks>Adjoint: x̄ = ȳ where low ≤ x ≤ high, else 0.</remarks>
    /// <exception cref="ArgumentException">low is above high.</exception>
    public static Variable<T> Clamp<T>(Variable<T> x, T low, T high)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        low <= high
            ? RealUnary(nameof(Clamp), x, new Clamp<T>(low, high))
            : throw new ArgumentException($"Clamp: 'low' is {low}, expected at most 'high', {high}.", nameof(low));

    /// <summary>−1, 0 or 1. Real.</summary>
    /// <remarks>Adjoint: 0.</remarks>
    public static Variable<T> Sign<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => RealUnary(nameof(Sign), x, new Sign<T>());

    /// <summary>a ⊙ σ(b), a and b being the two halves of an axis: the gated linear unit.</summary>
    /// <remarks>
    /// Adjoint: ā = σ(b) ⊙ ȳ, b̄ = a ⊙ σ(b)(1 − σ(b)) ⊙ ȳ. Dauphin et al., 2016, arXiv:1612.08083.
    /// </remarks>
    /// <exception cref="ArgumentException">The axis has an odd size.</exception>
    public static Variable<T> Glu<T>(Variable<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        axis = x.Shape.Axis(axis, nameof(Glu));
        (int half, int odd) = Math.DivRem(x.Shape[axis], 2);
        return odd == 0
            ? Multiply(Slice(x, axis, 0, half), Sigmoid(Slice(x, axis, half, half)))
            : throw new ArgumentException($"Glu: axis {axis} of {x.Shape} is odd, expected two halves.", nameof(x));
    }

    /// <summary>SiLU(gate) ⊙ x: the gate of SwiGLU.</summary>
    /// <remarks>Adjoint: that of the product and of <see cref="Silu"/>. Shazeer, 2020, arXiv:2002.05202.</remarks>
    public static Variable<T> SwiGlu<T>(Variable<T> gate, Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Multiply(Silu(gate), x);
}
