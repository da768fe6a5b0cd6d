namespace Ssm.Autodiff;

/// <content>The gated linear unit after a state space.</content>
public static partial class Op
{
    /// <summary>
    /// y = r + n ⊙ (W₁ x₁ + b₁) ⊙ σ(W₂ x₁ + b₂) with x₁ = m ⊙ gelu(x), in one walk over memory; gelu(x) = x Φ(x).
    /// </summary>
    /// <remarks>
    /// Adjoint, with v = W₁ x₁ + b₁, g = σ(W₂ x₁ + b₂), ē = n ⊙ ȳ, and z what σ is applied to:
    /// <code>
    ///   v̄ = ē ⊙ g,  z̄ = ē ⊙ v ⊙ g ⊙ (1 − g)
    ///   x̄ = gelu'(x) ⊙ m ⊙ (W₁ᵀ v̄ + W₂ᵀ z̄),  r̄ = ȳ
    ///   W̄₁ = Σ v̄ x₁ᵀ,  b̄₁ = Σ v̄,  W̄₂ = Σ z̄ x₁ᵀ,  b̄₂ = Σ z̄
    /// </code>
    /// Dauphin et al., "Language Modeling with Gated Convolutional Networks", 2017, arXiv:1612.08083; lindermanlab/S5
    /// <c>s5/layers.py</c>, <c>full_glu</c>.
    /// </remarks>
    /// <param name="x">Real, (B, L, H).</param>
    /// <param name="value">W₁, (O, H).</param>
    /// <param name="valueBias">b₁, (O).</param>
    /// <param name="gate">W₂, (O, H).</param>
    /// <param name="gateBias">b₂, (O).</param>
    /// <param name="residual">r, (B, L, O); zero where absent.</param>
    /// <param name="maskIn">m, (B, 1, H), without a gradient; ones where absent.</param>
    /// <param name="maskOut">n, (B, 1, O), without a gradient; ones where absent.</param>
    /// <exception cref="ArgumentException">The shapes do not fit together, or an operand is complex.</exception>
    public static Variable<T> GeluErfGatedUnit<T>(
        Variable<T> x, Variable<T> value, Variable<T> valueBias, Variable<T> gate, Variable<T> gateBias,
        Variable<T>? residual = null, NdArray<T>? maskIn = null, NdArray<T>? maskOut = null)
        where T : unmanaged, IFloatingPointIeee754<T> => GatedUnit(
            default(GeluErf<T>), nameof(GeluErfGatedUnit),
            new GatedUnitOperands<T>(x, value, valueBias, gate, gateBias, residual, maskIn, maskOut));

    /// <summary>The same with the GELU by tanh.</summary>
    /// <inheritdoc cref="GeluErfGatedUnit"/>
    public static Variable<T> GeluTanhGatedUnit<T>(
        Variable<T> x, Variable<T> value, Variable<T> valueBias, Variable<T> gate, Variable<T> gateBias,
        Variable<T>? residual = null, NdArray<T>? maskIn = null, NdArray<T>? maskOut = null)
        where T : unmanaged, IFloatingPointIeee754<T> => GatedUnit(
            default(GeluTanh<T>), nameof(GeluTanhGatedUnit),
            new GatedUnitOperands<T>(x, value, valueBias, gate, gateBias, residual, maskIn, maskOut));

    private sealed record GatedUnitOperands<T>(
        Variable<T> X, Variable<T> Value, Variable<T> ValueBias, Variable<T> Gate, Variable<T> GateBias,
        Variable<T>? Residual, NdArray<T>? MaskIn, NdArray<T>? MaskOut)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal GatedUnitShape Shape => new(X.Shape[0], X.Shape[1], X.Shape[2], ValueBias.Shape.Count);

        internal GatedUnitView<T> Weights => new(Value.Array.Re, ValueBias.Array.Re, Gate.Array.Re, GateBias.Array.Re);

        internal View<T> First => MaskIn?.Re ?? default;

        internal View<T> Second => MaskOut?.Re ?? default;
    }

    private static Variable<T> GatedUnit<T, TOp>(TOp op, string operation, GatedUnitOperands<T> p)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TOp : struct, IUnaryOp<T>
    {
        CheckGatedUnit(operation, p);
        (GatedUnitShape shape, IBackend<T> backend) = (p.Shape, p.X.Backend);
        Shape outputs = [shape.Batch, shape.Length, shape.Outputs];
        Tape<T>? tape = Tape<T>.Of(p.X, p.Value, p.ValueBias, p.Gate, p.GateBias, p.Residual);
        NdArray<T> y = NdArray<T>.Allocate(outputs, backend);
        NdArray<T>? value = tape is null ? null : NdArray<T>.Allocate(outputs, backend);
        NdArray<T>? gate = tape is null ? null : NdArray<T>.Allocate(outputs, backend);
        backend.GatedLinearUnit(
            op, p.X.Array.Re, p.Weights, p.First, p.Second, PlaneOf(p.Residual), y.Re, value?.Re ?? default,
            gate?.Re ?? default, shape);
        return tape is null
            ? Constant(y)
            : tape.Record(
                y, GatedUnitPullback, [p.X, p.Value, p.ValueBias, p.Gate, p.GateBias, p.Residual], operation);

        void GatedUnitPullback(NdArray<T> dy, Gradients<T> gradients)
        {
            NdArray<T> dx = NdArray<T>.Allocate(p.X.Shape, backend);
            NdArray<T> dValue = NdArray<T>.Allocate(p.Value.Shape, backend);
            NdArray<T> dGate = NdArray<T>.Allocate(p.Gate.Shape, backend);
            NdArray<T> dValueBias = NdArray<T>.Allocate(p.ValueBias.Shape, backend);
            NdArray<T> dGateBias = NdArray<T>.Allocate(p.GateBias.Shape, backend);
            backend.GatedLinearUnitAdjoint(
                op, p.X.Array.Re, p.Weights, p.First, p.Second, value!.Re, gate!.Re, dy.Re, dx.Re,
                new GatedUnitView<T>(dValue.Re, dValueBias.Re, dGate.Re, dGateBias.Re), shape);
            gradients.Add(p.X, dx);
            gradients.Add(p.Value, dValue);
            gradients.Add(p.ValueBias, dValueBias);
            gradients.Add(p.Gate, dGate);
            gradients.Add(p.GateBias, dGateBias);
            if (p.Residual is not null)
            {
                gradients.Add(p.Residual, dy);
            }
        }
    }

    private static void CheckGatedUnit<T>(string operation, GatedUnitOperands<T> p)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        NdMath.RequireReal(operation, p.X.Array);
        if (p.X.Shape.Rank != 3 || p.Value.Shape.Rank != 2)
        {
            throw new ArgumentException(
                $"{operation}: 'x' has shape {p.X.Shape} and 'value' {p.Value.Shape}, expected (B, L, H) and (O, H).");
        }

        (int batch, int length, int inputs, int outputs) = (
            p.X.Shape[0], p.X.Shape[1], p.X.Shape[2], p.Value.Shape[0]);
        Expect("value", p.Value.Array, [outputs, inputs]);
        Expect("gate", p.Gate.Array, [outputs, inputs]);
        Expect("valueBias", p.ValueBias.Array, [outputs]);
        Expect("gateBias", p.GateBias.Array, [outputs]);
        Expect("residual", p.Residual?.Array, [batch, length, outputs]);
        Expect("maskIn", p.MaskIn, [batch, 1, inputs]);
        Expect("maskOut", p.MaskOut, [batch, 1, outputs]);

        void Expect(string argument, NdArray<T>? operand, Shape expected)
        {
            if (operand is not null)
            {
                NdMath.RequireReal(operation, operand);
                NdMath.RequireSameDevice(operation, p.X.Array, operand);
                if (operand.Shape != expected)
                {
                    throw new ArgumentException(
                        $"{operation}: '{argument}' has shape {operand.Shape}, expected {expected}.", argument);
                }
            }
        }
    }
}
