namespace Ssm.Autodiff;

/// <content>The impulse response of a diagonal system.</content>
public static partial class Op
{
    /// <summary>k[l, h] = scale · Re Σ_n v[h, n]·exp(l·z[h, n]) for l = 0 … length − 1.</summary>
    /// <remarks>
    /// With v = C ⊙ B̄ and z = log Ā this is the convolution kernel of S4D (Gu, Gupta, Goel and Ré, 2022,
    /// arXiv:2206.11893, section 3.3); scale is 2 where each mode stands for a conjugate pair. Adjoint:
    /// <code>
    ///   v̄[h, n] = scale · Σ_l conj(exp(l·z[h, n]))·k̄[l, h]
    ///   z̄[h, n] = scale · conj(v[h, n]) · Σ_l l·conj(exp(l·z[h, n]))·k̄[l, h]
    /// </code>
    /// </remarks>
    /// <param name="v">Weights of the modes, complex, (H, N).</param>
    /// <param name="z">Logarithms of the modes' transitions, complex, (H, N).</param>
    /// <param name="length">Time steps.</param>
    /// <param name="scale">2 for conjugate pairs, 1 for the modes alone.</param>
    /// <returns>The kernel, real, (length, H).</returns>
    /// <exception cref="ArgumentException">The shapes differ, or an operand is real.</exception>
    public static Variable<T> VandermondeKernel<T>(Variable<T> v, Variable<T> z, int length, T scale)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (v.Shape.Rank != 2 || v.Shape != z.Shape || !v.IsComplex || !z.IsComplex)
        {
            throw new ArgumentException($"VandermondeKernel: 'v' is {v.Array}, 'z' is {z.Array}, expected complex " +
                "(H, N).");
        }

        ArgumentOutOfRangeException.ThrowIfNegative(length);
        NdMath.RequireSameDevice(nameof(VandermondeKernel), v.Array, z.Array);
        VandermondeShape shape = new(length, v.Shape[0], v.Shape[1]);
        NdArray<T> k = NdArray<T>.Allocate([length, v.Shape[0]], v.Backend);
        k.Backend.Vandermonde(v.Array.Planes, z.Array.Planes, k.Re, shape, scale);
        return Tape<T>.Of(v, z) is { } tape ? Record(tape, v, z, k, shape, scale) : Constant(k);

        static Variable<T> Record(
            Tape<T> tape, Variable<T> v, Variable<T> z, NdArray<T> k, VandermondeShape shape, T scale)
        {
            return tape.Record(k, VandermondePullback, [v, z]);

            void VandermondePullback(NdArray<T> dk, Gradients<T> gradients)
            {
                NdArray<T> dv = NdArray<T>.Allocate(v.Shape, dk.Backend, complex: true);
                NdArray<T> dz = NdArray<T>.Allocate(z.Shape, dk.Backend, complex: true);
                dk.Backend.VandermondeAdjoint(v.Array.Planes, z.Array.Planes, dk.Re, dv.Planes, dz.Planes, shape,
                    scale);
                gradients.Add(v, dv);
                gradients.Add(z, dz);
            }
        }
    }
}
