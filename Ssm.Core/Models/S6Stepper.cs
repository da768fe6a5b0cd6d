using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>S6 one step at a time: the step makes its own Δ, B and C.</summary>
internal sealed class S6Stepper<T> : Stepper<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly Stepper<T> _project;
    private readonly SelectiveScanShape _shape;
    private readonly MatMulShape _spread;
    private readonly bool _complex;
    private readonly bool _exact;
    private readonly T[] _dtWeight;
    private readonly T[] _dtBias;
    private readonly T[] _a;
    private readonly T[] _aIm;
    private readonly T[] _d;
    private readonly T[] _projected;
    private readonly T[] _delta;
    private readonly T[] _output;

    internal S6Stepper(S6<T> layer)
    {
        (_complex, _exact) = (layer.Options.Complex, layer.Options.ExactZoh);
        _project = layer.Projection.CreateStepper();
        _shape = new SelectiveScanShape(1, 1, layer.Channels, layer.Options.StateSize, layer.Options.Groups);
        _spread = new MatMulShape(1, layer.Channels, layer.DtRank, false, true);
        NdArray<T> rates = layer.Rates().Value;
        (_a, _aIm) = (rates.ToArray(), _complex ? rates.ImaginaryToArray() : []);
        (_dtWeight, _dtBias, _d) =
            (layer.DtWeight.Value.ToArray(), layer.DtBias.Value.ToArray(), layer.D.Value.ToArray());
        _projected = new T[_project.OutputSize];
        _delta = new T[layer.Channels];
        _output = new T[layer.Channels];
        StateSize = layer.StateSize;
    }

    public override int InputSize => _d.Length;

    public override int OutputSize => _d.Length;

    public override int StateSize { get; }

    // B, then C, of the step; of a complex layer real parts before imaginary ones.
    private int WeightSize => (_projected.Length - _spread.K) / 2;

    private ReadOnlySpan<T> B => _projected.AsSpan(_spread.K, WeightSize);

    private ReadOnlySpan<T> C => _projected.AsSpan(_spread.K + WeightSize);

    protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
    {
        _project.StepCore(u, default, _projected);
        MatMul.Affine<T, Identity<T>>(
            _projected.AsSpan(0, _spread.K), _dtWeight, default, default, _delta, _spread, threads: 1);
        if (_exact)
        {
            StepExact(u, state);
        }
        else if (_complex)
        {
            StepComplex(u, state);
        }
        else
        {
            StepReal(u, state);
        }

        _output.CopyTo(y);
    }

    private void StepReal(ReadOnlySpan<T> u, Span<T> state) => SelectiveScan.Step(
        new SelectiveScanOperands<T>
        {
            U = u,
            Delta = _delta,
            A = _a,
            B = B,
            C = C,
            Skip = _d,
            DeltaBias = _dtBias,
            Softplus = true,
        },
        state, _output, _shape);

    private void StepComplex(ReadOnlySpan<T> u, Span<T> state)
    {
        int half = WeightSize / 2;
        ComplexSelectiveScan.Step(
            new ComplexSelectiveScanOperands<T>
            {
                U = u,
                Delta = _delta,
                A = new ReadOnlyPlanar<T>(_a, _aIm),
                B = new ReadOnlyPlanar<T>(B[..half], B[half..]),
                C = new ReadOnlyPlanar<T>(C[..half], C[half..]),
                Skip = _d,
                DeltaBias = _dtBias,
                Softplus = true,
            },
            new Planar<T>(state[.._a.Length], state[_a.Length..]), _output, _shape);
    }

    // Complex numbers throughout, their imaginary parts 0 in a real layer.
    private void StepExact(ReadOnlySpan<T> u, Span<T> state)
    {
        Elementwise.Binary<T, Add<T>>(default, _delta, _dtBias, _delta);
        Elementwise.Unary<T, Softplus<T>>(default, _delta, _delta);
        int states = _shape.States, half = WeightSize / 2, group = _shape.Channels / _shape.Groups;
        for (int channel = 0; channel < _d.Length; channel++)
        {
            T sum = T.Zero;
            int weights = channel / group * states;
            for (int n = 0; n < states; n++)
            {
                int at = (channel * states) + n;
                ComplexNumber<T> z = _delta[channel] * Number(_a, _aIm, at);
                ComplexNumber<T> h = _complex ? new(state[at], state[_a.Length + at]) : new(state[at], T.Zero);
                ComplexNumber<T> b = Number(B, _complex ? B[half..] : [], weights + n);
                ComplexNumber<T> c = Number(C, _complex ? C[half..] : [], weights + n);
                h = (default(ComplexExp<T>).Invoke(z) * h)
                    + ((_delta[channel] * u[channel]) * (default(Expm1OverX<T>).Invoke(z) * b));
                state[at] = h.Re;
                if (_complex)
                {
                    state[_a.Length + at] = h.Im;
                }

                sum += (c * h).Re;
            }

            _output[channel] = (_complex ? sum + sum : sum) + (_d[channel] * u[channel]);
        }
    }

    private static ComplexNumber<T> Number(ReadOnlySpan<T> re, ReadOnlySpan<T> im, int at) =>
        new(re[at], im.IsEmpty ? T.Zero : im[at]);
}
