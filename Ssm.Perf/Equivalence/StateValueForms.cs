using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Streaming;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>A state is a value: saved, restored and forked, it goes on to the same bits.</summary>
internal static class StateValueForms
{
    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] steps = ChunkForms.Steps(trial);
        yield return trial.Same("step, saved and restored", ChunkForms.Step, Steps(trial, Saved), steps);
        yield return trial.Same("step, forked", ChunkForms.Step, Steps(trial, Forked), steps);
        double[] halves = Halves(trial, state => state);
        yield return trial.Same("loop, saved and restored", "loop in halves", Halves(trial, Restored), halves);

        // Leaves the state that the other half goes on from alone, though its fork goes another way.
        SequenceState<T> Forked(Stepper<T> stepper, SequenceState<T> state, int row)
        {
            SequenceState<T> fork = state.Fork();
            double[] other = Array.ConvertAll(
                trial.RowOf(trial.U, row, 0, Math.Min(trial.Length, 16)).ToArray(), x => 1 - x);
            trial.Step(stepper, other, fork.Span);
            return state;
        }
    }

    // Through bytes into a state that was somewhere else.
    private static SequenceState<T> Saved<T>(Stepper<T> stepper, SequenceState<T> state, int row)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        byte[] bytes = state.ToBytes();
        state.Reset();
        SequenceState<T> restored = new(stepper.StateSize);
        restored.Restore(SequenceState<T>.FromBytes(bytes, stepper.StateSize));
        return restored;
    }

    private static double[] Steps<T>(
        EquivalenceTrial<T> trial, Func<Stepper<T>, SequenceState<T>, int, SequenceState<T>> inTheMiddle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = trial.Length / 2;
        Stepper<T> stepper = trial.Layer.CreateStepper();
        List<double> all = [];
        for (int row = 0; row < EquivalenceTrial<T>.Batch; row++)
        {
            SequenceState<T> state = SequenceState<T>.For(stepper);
            all.AddRange(trial.Step(stepper, trial.RowOf(trial.U, row, 0, half), state.Span));
            state = inTheMiddle(stepper, state, row);
            all.AddRange(trial.Step(
                stepper, trial.RowOf(trial.U, row, half, trial.Length - half), state.Span));
        }

        return [.. all];
    }

    private static double[] Halves<T>(EquivalenceTrial<T> trial, Func<NdArray<T>, NdArray<T>> inTheMiddle)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = trial.Length / 2;
        Variable<T> u = trial.Input(trial.U);
        Variable<T> zero = trial.Layer.ZeroState(EquivalenceTrial<T>.Batch, trial.Backend);
        (Variable<T> first, Variable<T> state) = trial.Layer.Forward(Op.Slice(u, 1, 0, half), zero);
        Variable<T> rest = Op.Slice(u, 1, half, trial.Length - half);
        (Variable<T> second, _) = trial.Layer.Forward(rest, inTheMiddle(state.Value));
        return [.. EquivalenceTrial<T>.ToHost(first), .. EquivalenceTrial<T>.ToHost(second)];
    }

    // Each row by itself, through bytes.
    private static NdArray<T> Restored<T>(NdArray<T> states)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int rows, int size) = (states.Shape[0], states.Shape[1]);
        T[] values = new T[rows * size];
        for (int row = 0; row < rows; row++)
        {
            byte[] bytes = SequenceState<T>.FromRow(states, row).ToBytes();
            SequenceState<T>.FromBytes(bytes, size).Span.CopyTo(values.AsSpan(row * size));
        }

        return NdArray<T>.From(values, states.Shape, states.Backend);
    }
}
