using Ssm.Core.Training;

namespace Ssm.Core.Checkpoints;

/// <summary>The place in a run as tensors, exact to the bit: whole numbers as I64, the rest as F64.</summary>
internal static class TrainingStateTensors
{
    private const string Steps = "@optimizer_steps";
    private const string Counts = "@run_counts";
    private const string Sums = "@run_sums";
    private const string Curve = "@run_curve";
    private const string Fall = "@plateau";
    private const string Averaged = "@average_updates";
    private const int CurveColumns = 6;

    internal static bool IsOne(string name) => name is Steps or Counts or Sums or Curve or Fall or Averaged;

    /// <summary>How far the learning rates have fallen; a double holds the counts exactly.</summary>
    internal static SafetensorsTensor Write(Plateau plateau)
    {
        double[] values = [plateau.Factor, plateau.Best, plateau.BadCount, plateau.CooldownLeft];
        return SafetensorsTensor.From(Fall, [values.Length], values);
    }

    /// <summary>How many steps the average of the weights is of.</summary>
    internal static SafetensorsTensor WriteUpdates(int updates) =>
        SafetensorsTensor.FromInt64(Averaged, [1], new long[] { updates });

    /// <exception cref="CheckpointException">It is missing, or has a size or numbers that cannot be.</exception>
    internal static (double Factor, double Best, int BadCount, int CooldownLeft) ReadPlateau(SafetensorsFile file)
    {
        RequireShape(file, Fall, [4]);
        double[] values = file.Read<double>(Fall);
        bool possible = values[0] is > 0 and <= 1 && !double.IsNaN(values[1])
            && IsCount(values[2]) && IsCount(values[3]);
        return possible
            ? (values[0], values[1], (int)values[2], (int)values[3])
            : throw new CheckpointException(
                file.FilePath,
                Fall,
                FormattableString.Invariant(
                    $"has factor {values[0]}, best {values[1]}, counts {values[2]} and {values[3]}, expected a factor ")
                + "above 0, at most 1, a best that is a number and counts from 0; the file is damaged.");

        static bool IsCount(double value) => value is >= 0 and < int.MaxValue && value == Math.Floor(value);
    }

    /// <exception cref="CheckpointException">It is missing, or has a size or a number that cannot be.</exception>
    internal static int ReadUpdates(SafetensorsFile file) =>
        (int)ReadCounts(file, Averaged, 1, int.MaxValue - 1)[0];

    internal static SafetensorsTensor[] Write(TrainerState state, long[] optimizerSteps)
    {
        long[] counts = [state.Epoch, state.Step, state.Seen, state.Right, state.Samples];
        double[] sums = [state.LossSum, state.StepSeconds, state.Seconds];
        double[] curve = new double[state.Curve.Count * CurveColumns];
        for (int i = 0; i < state.Curve.Count; i++)
        {
            EpochResult epoch = state.Curve[i];
            double[] row =
            [
                epoch.Loss, epoch.TrainAccuracy, epoch.TestLoss, epoch.TestAccuracy, epoch.ValidationAccuracy,
                epoch.Seconds,
            ];
            row.CopyTo(curve, i * CurveColumns);
        }

        return
        [
            SafetensorsTensor.FromInt64(Steps, [optimizerSteps.Length], optimizerSteps),
            SafetensorsTensor.FromInt64(Counts, [counts.Length], counts),
            SafetensorsTensor.From(Sums, [sums.Length], sums),
            SafetensorsTensor.From(Curve, [state.Curve.Count, CurveColumns], curve),
        ];
    }

    /// <exception cref="CheckpointException">A tensor is missing, or has a size or numbers that cannot be.</exception>
    internal static TrainerState Read(SafetensorsFile file, int epochs, int stepsPerEpoch)
    {
        long[] counts = ReadCounts(file, Counts, 5, long.MaxValue);
        (long epoch, long step) = (counts[0], counts[1]);
        if (epoch > epochs || step > stepsPerEpoch || (epoch == epochs && step > 0)
            || counts[3] > counts[2] || counts[2] > int.MaxValue)
        {
            throw new CheckpointException(
                file.FilePath,
                Counts,
                $"has epoch {epoch}, step {step}, {counts[2]} labels seen and {counts[3]} right, expected at most "
                + $"epoch {epochs}, step {stepsPerEpoch} and no more right than seen; the file is damaged.");
        }

        RequireShape(file, Curve, [(int)epoch, CurveColumns]);
        RequireShape(file, Sums, [3]);
        double[] sums = file.Read<double>(Sums);
        TrainerState state = new()
        {
            Epoch = (int)epoch,
            Step = (int)step,
            Seen = (int)counts[2],
            Right = (int)counts[3],
            Samples = counts[4],
            LossSum = sums[0],
            StepSeconds = sums[1],
            Seconds = sums[2],
        };
        double[] curve = file.Read<double>(Curve);
        for (int i = 0; i < epoch; i++)
        {
            ReadOnlySpan<double> row = curve.AsSpan(i * CurveColumns, CurveColumns);
            state.Curve.Add(new EpochResult(i + 1, row[0], row[1], row[2], row[3], row[4], row[5]));
        }

        return state;
    }

    /// <exception cref="CheckpointException">It is missing, or has a size or numbers that cannot be.</exception>
    internal static int[] ReadOptimizerSteps(SafetensorsFile file, int count) =>
        Array.ConvertAll(ReadCounts(file, Steps, count, int.MaxValue - 1), steps => (int)steps);

    private static long[] ReadCounts(SafetensorsFile file, string name, int count, long most)
    {
        RequireShape(file, name, [count]);
        long[] counts = file.ReadInt64(name);
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] < 0 || counts[i] > most)
            {
                throw new CheckpointException(
                    file.FilePath, name, $"has {counts[i]} at {i}, expected 0 to {most}; the file is damaged.");
            }
        }

        return counts;
    }

    private static void RequireShape(SafetensorsFile file, string name, ReadOnlySpan<int> shape)
    {
        SafetensorsEntry entry = file[name];
        if (!entry.Shape.AsSpan().SequenceEqual(shape))
        {
            string expected = string.Join(", ", shape.ToArray());
            throw new CheckpointException(
                file.FilePath, name, $"is {entry}, expected ({expected}); the file is damaged.");
        }
    }
}
