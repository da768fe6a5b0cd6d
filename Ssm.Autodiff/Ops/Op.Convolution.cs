namespace Ssm.Autodiff;

/// <content>Causal convolution with one kernel per channel.</content>
public static partial class Op
{
    /// <summary>Taps up to which the definition is cheaper than transforms, over the whole adjoint pair.</summary>
    private const int DirectTaps = 32;

    /// <summary>y[b, t, h] = Σ_{j ≤ t} k[j, h]·u[b, t − j, h], computed whichever way is cheaper.</summary>
    /// <remarks>
    /// Adjoint, both correlations in time:
    /// <code>
    ///   ū[b, s, h] = Σ_t k[t − s, h]·ȳ[b, t, h]
    ///   k̄[j, h]    = Σ_b Σ_t ȳ[b, t, h]·u[b, t − j, h]
    /// </code>
    /// </remarks>
    /// <param name="u">The signal, real, (B, L, H).</param>
    /// <param name="k">The kernel, real, (K, H); taps beyond L have no effect.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static Variable<T> CausalConvolution<T>(Variable<T> u, Variable<T> k)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        u.Shape.Rank == 3 && k.Shape.Rank == 2 && Math.Min(u.Shape[1], k.Shape[0]) <= DirectTaps
            ? DirectConvolution(u, k)
            : FftConvolution(u, k);

    /// <summary><see cref="CausalConvolution"/> by its definition: O(L·K) per channel.</summary>
    /// <remarks>Adjoint: see <see cref="CausalConvolution"/>.</remarks>
    public static Variable<T> DirectConvolution<T>(Variable<T> u, Variable<T> k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShape shape = CheckConvolution(nameof(DirectConvolution), u, k);
        NdArray<T> y = NdArray<T>.Allocate(u.Shape, u.Backend);
        y.Backend.DirectConvolution(u.Array.Re, k.Array.Re, y.Re, shape);
        return Tape<T>.Of(u, k) is { } tape ? Record(tape, u, k, y, shape) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> u, Variable<T> k, NdArray<T> y, ConvolutionShape shape)
        {
            return tape.Record(y, DirectConvolutionPullback, [u, k]);

            void DirectConvolutionPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                (NdArray<T>? du, NdArray<T>? dk) = ConvolutionGradients(u, k);
                dy.Backend.DirectConvolutionAdjoint(
                    u.Array.Re, k.Array.Re, dy.Re, du?.Re ?? default, dk?.Re ?? default, shape);
                AddConvolutionGradients(gradients, u, k, du, dk);
            }
        }
    }

    /// <summary><see cref="CausalConvolution"/> by fast Fourier transforms: O(L log L) per channel.</summary>
    /// <remarks>Adjoint: see <see cref="CausalConvolution"/>.</remarks>
    public static Variable<T> FftConvolution<T>(Variable<T> u, Variable<T> k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShape shape = CheckConvolution(nameof(FftConvolution), u, k);
        NdArray<T> y = NdArray<T>.Allocate(u.Shape, u.Backend);
        y.Backend.FftConvolution(u.Array.Re, k.Array.Re, y.Re, shape);
        return Tape<T>.Of(u, k) is { } tape ? Record(tape, u, k, y, shape) : Constant(y);

        static Variable<T> Record(Tape<T> tape, Variable<T> u, Variable<T> k, NdArray<T> y, ConvolutionShape shape)
        {
            return tape.Record(y, FftConvolutionPullback, [u, k]);

            void FftConvolutionPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                (NdArray<T>? du, NdArray<T>? dk) = ConvolutionGradients(u, k);
                dy.Backend.FftConvolutionAdjoint(
                    u.Array.Re, k.Array.Re, dy.Re, du?.Re ?? default, dk?.Re ?? default, shape);
                AddConvolutionGradients(gradients, u, k, du, dk);
            }
        }
    }

    private static (NdArray<T>? Du, NdArray<T>? Dk) ConvolutionGradients<T>(Variable<T> u, Variable<T> k)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (u.Tape is null ? null : NdArray<T>.Allocate(u.Shape, u.Backend),
         k.Tape is null ? null : NdArray<T>.Allocate(k.Shape, k.Backend));

    private static void AddConvolutionGradients<T>(
        Gradients<T> gradients, Variable<T> u, Variable<T> k, NdArray<T>? du, NdArray<T>? dk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (du is not null)
        {
            gradients.Add(u, du);
        }

        if (dk is not null)
        {
            gradients.Add(k, dk);
        }
    }

    private static ConvolutionShape CheckConvolution<T>(string operation, Variable<T> u, Variable<T> k)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(operation, u.Array);
        NdMath.RequireReal(operation, k.Array);
        NdMath.RequireSameDevice(operation, u.Array, k.Array);
        return u.Shape.Rank == 3 && k.Shape.Rank == 2 && u.Shape[2] == k.Shape[1]
            ? new ConvolutionShape(u.Shape[0], u.Shape[1], u.Shape[2], k.Shape[0])
            : throw new ArgumentException(
                $"{operation}: 'u' has shape {u.Shape} and 'k' {k.Shape}, expected (B, L, H) and (K, H).");
    }
}
