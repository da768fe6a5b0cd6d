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
    /// With a complex A, conjugate A, B, C and r in these products, take the real parts of ū, Δ̄ and double C̄'s ȳ and
    /// that in g. States are never kept: the scan keeps every 32nd and the adjoint computes the others again.
    /// Gu and Dao, "Mamba: Linear-Time Sequence Modeling with Selective State Spaces", 2023, arXiv:2312.00752.
    /// </remarks>
    /// <returns>y, (B, L, D).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex though A is
    /// real.</exception>
    public static Variable<T> SelectiveScan<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        SelectiveScanShape shape = CheckSelectiveScan(inputs);
        return RunSelectiveScan(inputs, shape, wantFinal: false).Y;
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
        (Variable<T> y, Variable<T>? final) = RunSelectiveScan(inputs, shape, wantFinal: true);
        return (y, final!);
    }

    private static (Variable<T> Y, Variable<T>? Final) RunSelectiveScan<T>(
        SelectiveScanInputs<T> inputs, SelectiveScanShape shape, bool wantFinal)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        IBackend<T> backend = inputs.U.Backend;
        Tape<T>? tape = Tape<T>.Of(inputs.Variables);
        NdArray<T> y = NdArray<T>.Allocate(inputs.U.Shape, backend);
        Shape states = [shape.Batch, shape.Channels, shape.States];
        bool complex = inputs.A.IsComplex;
        int kept = checked((complex ? 2 : 1) * shape.CarryElements);
        NdArray<T>? final = wantFinal ? NdArray<T>.Allocate(states, backend, complex) : null;
        NdArray<T>? carries = tape is null ? null : NdArray<T>.Allocate([kept], backend);
        View<int> resets = inputs.Resets?.On(backend) ?? default;
        View<T> keptStates = carries?.Re ?? default;
        if (complex)
        {
            backend.ComplexSelectiveScan(
                ComplexSelectiveViews(inputs), resets, inputs.Softplus, y.Re, final?.Planes ?? default, keptStates,
                shape);
        }
        else
        {
            backend.SelectiveScan(
                SelectiveViews(inputs), resets, inputs.Softplus, y.Re, final?.Re ?? default, keptStates, shape);
        }

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
        NdArray<T>?[] arrays = SelectiveGradientArrays(inputs, dy.Backend);
        View<int> resets = inputs.Resets?.On(dy.Backend) ?? default;
        if (inputs.A.IsComplex)
        {
            dy.Backend.ComplexSelectiveScanAdjoint(
                ComplexSelectiveViews(inputs), resets, inputs.Softplus, carries.Re, dy.Re, PlanesOf(dfinal),
                ComplexSelectiveViews(arrays), shape);
        }
        else
        {
            dy.Backend.SelectiveScanAdjoint(
                SelectiveViews(inputs), resets, inputs.Softplus, carries.Re, dy.Re, dfinal?.Re ?? default,
                SelectiveViews(arrays), shape);
        }

        for (int i = 0; i < arrays.Length; i++)
        {
            if (arrays[i] is { } gradient)
            {
                gradients.Add(variables[i]!, gradient);
            }
        }
    }

    // One for each operand that wants a gradient: complex where the kernel's is.
    private static NdArray<T>?[] SelectiveGradientArrays<T>(SelectiveScanInputs<T> inputs, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T>?[] variables = inputs.Variables;
        NdArray<T>?[] arrays = new NdArray<T>?[variables.Length];
        for (int i = 0; i < arrays.Length; i++)
        {
            bool complex = inputs.A.IsComplex && i is (2 or 3 or 4 or 8);
            arrays[i] = variables[i] is { Tape: not null } x
                ? NdArray<T>.Allocate(x.Shape, backend, complex)
                : null;
        }

        return arrays;
    }

    private static SelectiveScanViews<T> SelectiveViews<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => SelectiveViews(SelectiveArrays(inputs));

    private static NdArray<T>?[] SelectiveArrays<T>(SelectiveScanInputs<T> inputs)
        where T : unmanaged, IFloatingPointIeee754<T> => Array.ConvertAll(inputs.Variables, x => x?.Array);

    // In the order of the operands that gradients go to.
    private static SelectiveScanViews<T> SelectiveViews<T>(NdArray<T>?[] arrays)
        where T : unmanaged, IFloatingPointIeee754<T> => new()
        {
            U = arrays[0]?.Re ?? default,
            Delta = arrays[1]?.Re ?? default,
            A = arrays[2]?.Re ?? default,
            B = arrays[3]?.Re ?? default,
            C = arrays[4]?.Re ?? default,
            Skip = arrays[5]?.Re ?? default,
            Gate = arrays[6]?.Re ?? default,
            DeltaBias = arrays[7]?.Re ?? default,
            Initial = arrays[8]?.Re ?? default,
        };
}
