using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Streaming;
using Ssm.Perf.Reports;

namespace Ssm.Perf.Equivalence;

/// <summary>Forms that hand a state on: the loop, chunks of awkward sizes, steps, and one behind the other.</summary>
internal static class ChunkForms
{
    internal const string Loop = "loop";
    internal const string Step = "step";

    // After as many chunks the rest comes as one: what goes wrong at a border goes wrong at the first few hundred.
    private const int MostChunks = 256;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61];

    private static readonly (string Name, int[] Sizes)[] Chunks =
    [
        ("chunks of 1", [1]),
        ("chunks of 2", [2]),
        ("chunks of 3", [3]),
        ("chunks of 7", [7]),
        ("chunks of 64", [64]),
        ("chunks of primes", Primes),
    ];

    internal static IEnumerable<EquivalenceRow> Rows<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> u = trial.Input(trial.U);
        yield return trial.Row(Loop, Run(trial, u, [trial.Length]));
        foreach ((string name, int[] sizes) in Chunks)
        {
            yield return trial.Row(name, Run(trial, u, Cut(trial.Length, sizes)));
        }

        yield return trial.Row(Step, Steps(trial));
        yield return trial.Row("loop, then step", LoopThenStep(trial));
        yield return trial.Row("step, then loop", StepThenLoop(trial));
    }

    /// <summary>Every row from start to end, one step after another.</summary>
    internal static double[] Steps<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Stepper<T> stepper = trial.Layer.CreateStepper();
        return [.. Enumerable.Range(0, EquivalenceTrial<T>.Batch).SelectMany(row =>
            trial.Step(stepper, trial.RowOf(trial.U, row, 0, trial.Length), new T[stepper.StateSize]))];
    }

    /// <summary>Lengths that take turns until nothing, or after many chunks one rest, is left.</summary>
    internal static int[] Cut(int length, int[] sizes)
    {
        List<int> cut = [];
        int left = length;
        while (left > 0)
        {
            int size = cut.Count == MostChunks ? left : Math.Min(left, sizes[cut.Count % sizes.Length]);
            cut.Add(size);
            left -= size;
        }

        return [.. cut];
    }

    /// <summary>Chunks from the zero state; of packed or padded rows where there are segments.</summary>
    internal static double[] Run<T>(
        EquivalenceTrial<T> trial, Variable<T> u, int[] sizes, Segments? segments = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> state = trial.Layer.ZeroState(u.Shape[0], trial.Backend);
        List<Variable<T>> parts = [];
        int start = 0;
        foreach (int size in sizes)
        {
            Variable<T> chunk = Op.Slice(u, 1, start, size);
            (Variable<T> y, state) = segments is null
                ? trial.Layer.Forward(chunk, state)
                : trial.Layer.Forward(chunk, state, segments.Slice(start, size));
            parts.Add(y);
            start += size;
        }

        return EquivalenceTrial<T>.ToHost(Op.Concat(1, [.. parts]));
    }

    private static double[] LoopThenStep<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = trial.Length / 2;
        Stepper<T> stepper = trial.Layer.CreateStepper();
        List<double> all = [];
        for (int row = 0; row < EquivalenceTrial<T>.Batch; row++)
        {
            Variable<T> first = trial.Input(trial.RowOf(trial.U, row, 0, half), 1, trial.Backend);
            (Variable<T> y, Variable<T> last) = trial.Layer.Forward(first, trial.Layer.ZeroState(1, trial.Backend));
            SequenceState<T> state = SequenceState<T>.FromRow(last.Value, 0);
            all.AddRange(EquivalenceTrial<T>.ToHost(y));
            all.AddRange(trial.Step(
                stepper, trial.RowOf(trial.U, row, half, trial.Length - half), state.Span));
        }

        return [.. all];
    }

    private static double[] StepThenLoop<T>(EquivalenceTrial<T> trial)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = trial.Length / 2;
        Stepper<T> stepper = trial.Layer.CreateStepper();
        List<double> all = [];
        for (int row = 0; row < EquivalenceTrial<T>.Batch; row++)
        {
            T[] state = new T[stepper.StateSize];
            all.AddRange(trial.Step(stepper, trial.RowOf(trial.U, row, 0, half), state));
            Variable<T> rest = trial.Input(
                trial.RowOf(trial.U, row, half, trial.Length - half), 1, trial.Backend);
            Variable<T> start = NdArray<T>.From(state, [1, state.Length], trial.Backend);
            all.AddRange(EquivalenceTrial<T>.ToHost(trial.Layer.Forward(rest, start).Y));
        }

        return [.. all];
    }
}
