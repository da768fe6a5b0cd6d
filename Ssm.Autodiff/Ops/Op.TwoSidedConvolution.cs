namespace Ssm.Autodiff;

/// <content>Convolution with the past and the future, one kernel of each per channel.</content>
public static partial class Op
{
    /// <summary>y[b, t, h] = Σ_j past[j, h]·u[b, t − j, h] + Σ_j future[j, h]·u[b, t + j, h], j from 0: both halves
    /// hold the current sample.</summary>
    /// <remarks>
    /// One convolution by transforms, whose kernel has the future at negative times. For a future that begins one step
    /// later, as in S4, its row 0 is zero. Adjoint, all of them correlations in time:
    /// <code>
    ///   ū[b, s, h]   = Σ_j past[j, h]·ȳ[b, s + j, h] + Σ_j future[j, h]·ȳ[b, s − j, h]
    ///   past̄[j, h]   = Σ_b Σ_t ȳ[b, t, h]·u[b, t − j, h]
    ///   futurē[j, h] = Σ_b Σ_t ȳ[b, t, h]·u[b, t + j, h]
    /// </code>
    /// </remarks>
    /// <param name="u">The signal, real, (B, L, H).</param>
    /// <param name="past">The kernel of the past, real, (K, H); taps beyond L have no effect.</param>
    /// <param name="future">The kernel of the future, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static Variable<T> TwoSidedConvolution<T>(Variable<T> u, Variable<T> past, Variable<T> future)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ConvolutionShape shape = CheckConvolution(nameof(TwoSidedConvolution), u, past);
        if (CheckConvolution(nameof(TwoSidedConvolution), u, future) != shape)
        {
            throw new ArgumentException(
                $"{nameof(TwoSidedConvolution)}: 'past' has shape {past.Shape} and 'future' {future.Shape}, expected "
                + "the same; pad the shorter one with zeros.");
        }

        NdArray<T> y = NdArray<T>.Allocate(u.Shape, u.Backend);
        y.Backend.TwoSidedConvolution(u.Array.Re, past.Array.Re, future.Array.Re, y.Re, shape);
        return Tape<T>.Of(u, past, future) is { } tape ? Record(tape, u, past, future, y, shape) : Constant(y);

        static Variable<T> Record(
            Tape<T> tape, Variable<T> u, Variable<T> past, Variable<T> future, NdArray<T> y, ConvolutionShape shape)
        {
            return tape.Record(y, TwoSidedConvolutionPullback, [u, past, future]);

            void TwoSidedConvolutionPullback(NdArray<T> dy, Gradients<T> gradients)
            {
                // The halves are one kernel, so their gradients come together.
                bool kernel = past.Tape is not null || future.Tape is not null;
                NdArray<T>? du = u.Tape is null ? null : NdArray<T>.Allocate(u.Shape, u.Backend);
                NdArray<T>? dPast = kernel ? NdArray<T>.Allocate(past.Shape, past.Backend) : null;
                NdArray<T>? dFuture = kernel ? NdArray<T>.Allocate(future.Shape, future.Backend) : null;
                dy.Backend.TwoSidedConvolutionAdjoint(
                    u.Array.Re, past.Array.Re, future.Array.Re, dy.Re, du?.Re ?? default, dPast?.Re ?? default,
                    dFuture?.Re ?? default, shape);
                AddConvolutionGradients(gradients, u, past, du, past.Tape is null ? null : dPast);
                if (future.Tape is not null && dFuture is not null)
                {
                    gradients.Add(future, dFuture);
                }
            }
        }
    }
}
