namespace Ssm.Autodiff;

/// <content>The selective scan of S6 and Mamba.</content>
public static partial class Op
{
    /// <summary>h[t] = e^(Δ[t] A) ⊙ h[t−1] + Δ[t] u[t] B[t], y[t] = (⟨C[t], h[t]⟩ + D u[t]) ⊙ SiLU(z[t]).</summary>
    /// <remarks>
    /// Δ = softplus(δ + bias) or δ + bias; with a complex A the product is 2 Re ⟨C, h⟩, C not conjugated. Adjoint, with
    /// ȳ before the gate, g the gradient of the state and r[t] = e^(Δ[t] A) h[t−1]:
    /// <code>
    ///   g[t] = C[t] ȳ[t] + e^(Δ[t+1] A) g[t+1]
    ///   ū = D ȳ + Δ Σ_n g B        Δ̄ = u Σ_n g B + Σ_n A g r      h̄₀ = e^(Δ[0] A) g[0]
    ///   B̄ = Σ_d g Δ u              C̄ = Σ_d h ȳ                    Ā = Σ_t Δ g r            D̄ = Σ_t u ȳ
    /// </code>
    /// Real states are never kept: the scan keeps every 32nd and the adjoint computes the others again. A complex A is
    /// the composition of <see cref="Exp"/>, <see cref="DiagonalScan"/> and a sum, which keeps (B, L, D, N) states.
    /// Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752.
    /// </remarks>
    /// <returns>y, (B, L, D).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex though A is
    /// real.</exception>
    public static Variable<T> SelectiveScan<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = CheckSelectiveScan(inputs);
        return inputs.A.IsComplex
            ? ComplexSelectiveScan(inputs, shape).Y
            : RealSelectiveScan(inputs, shape, wantFinal: false).Y;
    }

    /// <summary><see cref="SelectiveScan"/> together with the states after the last step, to go on from.</summary>
    /// <remarks>Adjoint: that of the scan, g[L] being the gradient of the final states.</remarks>
    /// <returns>y, (B, L, D), and h[L − 1], (B, D, N).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex though A is
    /// real.</exception>
    public static (Variable<T> Y, Variable<T> Final) SelectiveScanWithState<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = CheckSelectiveScan(inputs);
        if (inputs.A.IsComplex)
        {
            return ComplexSelectiveScan(inputs, shape);
        }

        (Variable<T> y, Variable<T>? final) = RealSelectiveScan(inputs, shape, wantFinal: true);
        return (y, final!);
    }

    private static (Variable<T> Y, Variable<T>? Final) RealSelectiveScan<T>(
        SelectiveScanInputs<T> inputs, SelectiveScanShape shape, bool wantFinal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IBackend<T> backend = inputs.U.Backend;
        Tape<T>? tape = Tape<T>.Of(inputs.Variables);
        NdArray<T> y = NdArray<T>.Allocate(inputs.U.Shape, backend);
        Shape states = [shape.Batch, shape.Channels, shape.States];
        NdArray<T>? final = wantFinal ? NdArray<T>.Allocate(states, backend) : null;
        NdArray<T>? carries = tape is null ? null : NdArray<T>.Allocate([shape.CarryElements], backend);
        backend.SelectiveScan(
            SelectiveViews(inputs), inputs.Resets?.On(backend) ?? default, inputs.Softplus, y.Re,
            final?.Re ?? default, carries?.Re ?? default, shape);
        return tape is null
            ? (Constant(y), final is null ? null : Constant(final))
            : RecordSelectiveScan(tape, inputs, shape, y, final, carries!);
    }

    private static (Variable<T> Y, Variable<T>? Final) RecordSelectiveScan<T>(
        Tape<T> tape, SelectiveScanInputs<T> inputs, SelectiveScanShape shape, NdArray<T> y, NdArray<T>? final,
        NdArray<T> carries)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ReadOnlySpan<NdArray<T>> outputs = final is null ? [y] : [y, final];
        Variable<T>[] variables = tape.Record(outputs, SelectiveScanPullback, inputs.Variables, nameof(SelectiveScan));
        return (variables[0], final is null ? null : variables[1]);

        void SelectiveScanPullback(ReadOnlySpan<NdArray<T>?> dy, Gradients<T> gradients) => AddSelectiveGradients(
            inputs, shape, carries, dy[0] ?? NdArray<T>.AllocateZeros(y.Shape, y.Backend),
            dy.Length > 1 ? dy[1] : null, gradients);
    }

    private static void AddSelectiveGradients<T>(
        SelectiveScanInputs<T> inputs, SelectiveScanShape shape, NdArray<T> carries, NdArray<T> dy,
        NdArray<T>? dfinal, Gradients<T> gradients)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>?[] variables = inputs.Variables;
        NdArray<T>?[] arrays = new NdArray<T>?[variables.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            arrays[i] = variables[i] is { Tape: not null } x ? NdArray<T>.Allocate(x.Shape, dy.Backend) : null;
        }

        SelectiveScanViews<T> views = new()
        {
            U = PlaneOf(arrays[0]),
            Delta = PlaneOf(arrays[1]),
            A = PlaneOf(arrays[2]),
            B = PlaneOf(arrays[3]),
            C = PlaneOf(arrays[4]),
            Skip = PlaneOf(arrays[5]),
            Gate = PlaneOf(arrays[6]),
            DeltaBias = PlaneOf(arrays[7]),
            Initial = PlaneOf(arrays[8]),
        };
        dy.Backend.SelectiveScanAdjoint(
            SelectiveViews(inputs), inputs.Resets?.On(dy.Backend) ?? default, inputs.Softplus, carries.Re, dy.Re,
            dfinal?.Re ?? default, views, shape);
        for (int i = 0; i < arrays.Length; i++)
        {
            if (arrays[i] is { } gradient)
            {
                gradients.Add(variables[i]!, gradient);
            }
        }

        static View<T> PlaneOf(NdArray<T>? array) => array?.Re ?? default;
    }

    private static SelectiveScanViews<T> SelectiveViews<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            U = inputs.U.Array.Re,
            Delta = inputs.Delta.Array.Re,
            A = inputs.A.Array.Re,
            B = inputs.B.Array.Re,
            C = inputs.C.Array.Re,
            Skip = PlaneOf(inputs.Skip),
            Gate = PlaneOf(inputs.Gate),
            DeltaBias = PlaneOf(inputs.DeltaBias),
            Initial = PlaneOf(inputs.Initial),
        };
}
