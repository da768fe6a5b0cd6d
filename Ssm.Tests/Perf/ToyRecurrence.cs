using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Tests.Perf;

/// <summary>x[t] = a x[t−1] + u[t], y[t] = x[t], with one thing wrong.</summary>
internal sealed class ToyRecurrence<T> : SequenceLayer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal const double Decay = 0.9;

    private readonly int _channels;
    private readonly ToyFault _fault;
    private readonly IBackend<T> _backend;

    internal ToyRecurrence(int channels, ToyFault fault, IBackend<T> backend)
    {
        (_channels, _fault, _backend) = (channels, fault, backend);
        A = AddParameter("a", NdArray<T>.Full([channels], T.CreateChecked(Decay), backend));
    }

    internal Variable<T> A { get; }

    public override int StateSize => _channels;

    public override Variable<T> Forward(Variable<T> u, TrainingPass? pass = null)
    {
        Variable<T> y = Op.DiagonalScan(Effective(), u);
        return _fault switch
        {
            ToyFault.WholeIsLate when u.Shape[1] > 1 => Op.Concat(
                1, Op.Slice(y, 1, 0, u.Shape[1] - 1), Op.Slice(y, 1, u.Shape[1] - 2, 1)),
            ToyFault.RowsMix => y + Op.Scale(Op.Mean(y, axis: 0, keep: true), T.CreateChecked(1e-3)),
            ToyFault.ThreadsShow => Op.Scale(
                y, T.One + (T.CreateChecked(((CpuBackend<T>)_backend).Threads) * (T.BitIncrement(T.One) - T.One))),
            ToyFault.NotANumber => Op.Scale(y, T.NaN),
            _ => y,
        };
    }

    public override (Variable<T> Y, Variable<T> State) Forward(
        Variable<T> u, Variable<T> state, TrainingPass? pass = null)
    {
        int length = u.Shape[1];
        if (length == 0)
        {
            return (u, state);
        }

        Variable<T> y = Op.DiagonalScan(Effective(), u, _fault == ToyFault.ChunkForgets ? null : state);
        bool late = _fault == ToyFault.StateIsLate && length > 1;
        return (y, Op.Select(y, 1, late ? length - 2 : length - 1));
    }

    public override Variable<T> Forward(Variable<T> u, Segments segments, TrainingPass? pass = null) =>
        _fault switch
        {
            ToyFault.PackedLeaks => segments.ZeroPadding(Forward(u, pass)),
            ToyFault.PaddingShows => base.Forward(u, segments, pass)
                + Op.Scale(u - segments.ZeroPadding(u), T.CreateChecked(1e-3)),
            _ => base.Forward(u, segments, pass),
        };

    public override Stepper<T> CreateStepper() =>
        new ToyStepper(A.Value.ToArray(), remembers: _fault == ToyFault.StepperRemembers);

    private Variable<T> Effective() => _fault == ToyFault.FloatIsShort && typeof(T) == typeof(float)
        ? Op.Scale(A, T.CreateChecked(1 + 1e-4))
        : A;

    private sealed class ToyStepper(T[] a, bool remembers) : Stepper<T>
    {
        private T _seen;

        public override int InputSize => a.Length;

        public override int OutputSize => a.Length;

        public override int StateSize => a.Length;

        protected internal override void StepCore(ReadOnlySpan<T> u, Span<T> state, Span<T> y)
        {
            for (int i = 0; i < a.Length; i++)
            {
                state[i] = (a[i] * state[i]) + u[i];
                y[i] = remembers ? state[i] + (_seen * T.CreateChecked(1e-3)) : state[i];
            }

            _seen += u[0];
        }
    }
}
