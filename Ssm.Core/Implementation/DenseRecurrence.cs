using System.Numerics;
using Ssm.Autodiff;

namespace Ssm.Core.Implementation;

/// <summary>
/// One dense real system for each channel, x[t] = Ā x[t−1] + B̄ u[t], y[m, t] = C[m] x[t] + D[m] u[t], by blocks of
/// time: what a chunk of S4 is computed with.
/// </summary>
/// <remarks>
/// Over Q steps the state contributes C Ā^(t+1) x and the input a convolution with C Ā^l B̄; the new state is
/// Ā^Q x + Σ_l Ā^(Q−1−l) B̄ u[l]. The Krylov vectors Ā^l B̄ and C Ā^l double in number with each product with a power
/// of Ā, of which there are log Q; all blocks share them. Differentiable through everything. Shapes: H channels, K
/// states.
/// </remarks>
internal sealed class DenseRecurrence<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private const int LargestBlock = 128;

    private readonly Variable<T> _a;            // (H, K, K)
    private readonly Variable<T> _inputs;       // (H, K, Q): Ā^l B̄, the oldest input first
    private readonly Variable<T> _outputs;      // (H, Q·M, K): C Ā^(t+1), m fast
    private readonly Variable<T> _kernels;      // (M, Q, H), with D
    private readonly int _block;

    /// <param name="a">Ā, (H, K, K).</param>
    /// <param name="b">B̄, (H, K, 1).</param>
    /// <param name="c">C, (H, M, K).</param>
    /// <param name="d">D, (M, H).</param>
    /// <param name="length">The longest chunk to come.</param>
    internal DenseRecurrence(Variable<T> a, Variable<T> b, Variable<T> c, Variable<T> d, int length)
    {
        _a = a;
        _block = Math.Min(length, LargestBlock);
        int outputs = c.Shape[1];
        Variable<T> columns = b, rows = Op.MatMul(c, a), power = a;
        for (int count = 1; count < _block; count *= 2)
        {
            columns = Op.Concat(2, columns, Op.MatMul(power, columns));
            rows = Op.Concat(1, rows, Op.MatMul(rows, power));
            power = 2 * count < _block ? Op.MatMul(power, power) : power;
        }

        columns = Op.Slice(columns, 2, 0, _block);
        _outputs = Op.Slice(rows, 1, 0, _block * outputs);
        Variable<T> taps = Op.Permute(Op.MatMul(c, columns), 1, 2, 0);                          // (M, Q, H)
        Variable<T> current = Op.Reshape(d, [outputs, 1, d.Shape[1]]);
        _kernels = taps + Op.Pad(current, axis: 1, before: 0, after: _block - 1);
        _inputs = Op.Flip(columns, 2);
    }

    /// <summary>Runs a chunk.</summary>
    /// <param name="u">(B, L, H).</param>
    /// <param name="state">(H, K, B).</param>
    /// <returns>(B, L, M·H), the outputs of a channel H apart, and the state after the chunk.</returns>
    internal (Variable<T> Y, Variable<T> State) Run(Variable<T> u, Variable<T> state)
    {
        List<Variable<T>> parts = [];
        int length = u.Shape[1];
        Variable<T>? whole = null;
        for (int start = 0; start < length; start += _block)
        {
            int steps = Math.Min(_block, length - start);
            Variable<T> piece = Op.Slice(u, 1, start, steps);
            parts.Add(FromInput(piece) + FromState(state, steps));
            Variable<T> power = steps < _block
                ? DplrSystem<T>.Power(_a, steps)
                : whole ??= DplrSystem<T>.Power(_a, _block);
            state = Op.MatMul(power, state)
                + Op.MatMul(Op.Slice(_inputs, 2, _block - steps, steps), Op.Permute(piece, 2, 1, 0));
        }

        return (parts.Count == 1 ? parts[0] : Op.Concat(1, [.. parts]), state);
    }

    private Variable<T> FromInput(Variable<T> u)
    {
        Variable<T>[] y = new Variable<T>[_kernels.Shape[0]];
        for (int m = 0; m < y.Length; m++)
        {
            y[m] = Op.CausalConvolution(u, Op.Select(_kernels, 0, m));
        }

        return y.Length == 1 ? y[0] : Op.Concat(2, y);
    }

    private Variable<T> FromState(Variable<T> state, int steps)
    {
        (int outputs, int channels, int batch) = (_kernels.Shape[0], state.Shape[0], state.Shape[2]);
        Variable<T> y = Op.MatMul(Op.Slice(_outputs, 1, 0, steps * outputs), state);            // (H, q·M, B)
        y = Op.Permute(Op.Reshape(y, [channels, steps, outputs, batch]), 3, 1, 2, 0);
        return Op.Reshape(y, [batch, steps, outputs * channels]);
    }
}
