namespace Ssm.Autodiff;

/// <content>The Cauchy sums of a system that is diagonal plus low rank.</content>
public static partial class Op
{
    /// <summary>
    /// c[i, k, h] = Σ_n v[i, h, n]/(2(1 − ω) − (1 + ω)·z[h, n]) + conj(v[i, h, n])/(2(1 − ω) − (1 + ω)·conj(z[h, n])),
    /// ω = exp(−2πi·k/length), k = 0 … ⌊length/2⌋.
    /// </summary>
    /// <remarks>
    /// With z = Δλ and s = 1 + ω, the convolution kernel of S4 is the inverse real transform of
    /// 2(c₀ − s·c₁·c₂/(1 + s·c₃)), of the sums with v = ΔB·C̃, ΔB·conj(P), ΔP·C̃ and Δ|P|² (Gu, Goel and Ré, 2022,
    /// arXiv:2111.00396, appendix C.3, as the bilinear rule has it). Adjoint, with d = 1/(2(1 − ω) − (1 + ω)·z) and e
    /// the same of conj(z):
    /// <code>
    ///   v̄[i, h, n] = Σ_k conj(d)·c̄[i, k, h] + e·conj(c̄[i, k, h])
    ///   z̄[h, n] = Σ_ik conj(v·(1 + ω)·d²)·c̄[i, k, h] + conj(v)·(1 + ω)·e²·conj(c̄[i, k, h])
    /// </code>
    /// </remarks>
    /// <param name="v">Numerators, complex, (V, H, N).</param>
    /// <param name="z">Poles, complex, (H, N), one of each conjugate pair.</param>
    /// <param name="length">L, whose roots of unity are the nodes.</param>
    /// <returns>The sums, complex, (V, ⌊length/2⌋ + 1, H).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit, or an operand is real.</exception>
    public static Variable<T> CauchyKernel<T>(Variable<T> v, Variable<T> z, int length)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (v.Shape.Rank != 3 || z.Shape.Rank != 2 || v.Shape[1] != z.Shape[0] || v.Shape[2] != z.Shape[1]
            || !v.IsComplex || !z.IsComplex)
        {
            throw new ArgumentException(
                $"CauchyKernel: 'v' is {v.Array}, 'z' is {z.Array}, expected complex (V, H, N) and (H, N).");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        NdMath.RequireSameDevice(nameof(CauchyKernel), v.Array, z.Array);
        CauchyShape shape = new(v.Shape[0], length, z.Shape[0], z.Shape[1]);
        NdArray<T> c = NdArray<T>.Allocate(
            [shape.Numerators, shape.Frequencies, shape.Channels], v.Backend, complex: true);
        c.Backend.Cauchy(v.Array.Planes, z.Array.Planes, c.Planes, shape);
        return Tape<T>.Of(v, z) is { } tape ? Record(tape, v, z, c, shape) : Constant(c);

        static Variable<T> Record(Tape<T> tape, Variable<T> v, Variable<T> z, NdArray<T> c, CauchyShape shape)
        {
            return tape.Record(c, CauchyPullback, [v, z]);

            void CauchyPullback(NdArray<T> dc, Gradients<T> gradients)
            {
                NdArray<T> dv = NdArray<T>.Allocate(v.Shape, dc.Backend, complex: true);
                NdArray<T> dz = NdArray<T>.Allocate(z.Shape, dc.Backend, complex: true);
                dc.Backend.CauchyAdjoint(v.Array.Planes, z.Array.Planes, dc.Planes, dv.Planes, dz.Planes, shape);
                gradients.Add(v, dv);
                gradients.Add(z, dz);
            }
        }
    }
}
