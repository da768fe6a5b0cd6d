using System.Diagnostics;
using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Data;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Trains a classifier of sequences, or of their steps, by mini-batches and cross-entropy.</summary>
/// <remarks>
/// <para>
/// The loss of a batch is the mean over its labels: one a sequence, or one for each step that has one.
/// </para>
/// <para>
/// Everything random is a function of the seed and the step, so a run has the same bits in every process, for any
/// number of threads, and when it was cut off and resumed by <c>TrainingCheckpoint</c> at any step.
/// </para>
/// <para>
/// Between calls the trainer is always at rest between two steps: after a cancellation the model can be used and
/// saved, and the run continued. An instance is used by one thread at a time.
/// </para>
/// </remarks>
public sealed class Trainer<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    // "DROP" in the upper half: apart from the streams of initialisation and of the data's order.
    private const ulong DropoutStream = 0x44524F50_00000000;

    private readonly ClassifierForward<T> _forward;
    private readonly BatchSampler _sampler;
    private readonly ISchedule _schedule;
    private readonly Variable<T>[] _variables;
    private readonly IBackend<T> _backend;

    // What one step has used, the next uses again.
    private readonly TapeMemory<T> _memory = new();
    private readonly Gradients<T> _gradients = new();

    /// <summary>Prepares a run.</summary>
    /// <param name="module">The parameters to train, and the buffers that are kept with them.</param>
    /// <param name="forward">The model's logits of a batch.</param>
    /// <param name="data">What is learned from, and what the result is judged by.</param>
    /// <param name="options">The recipe.</param>
    /// <param name="optimizer">
    /// The optimiser; null for AdamW over the groups of <see cref="OptimizerGroups.ForStateSpaceModels"/>.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, the model has no parameters, or the data fills no batch.
    /// </exception>
    public Trainer(
        Module<T> module,
        ClassifierForward<T> forward,
        DataSplit data,
        TrainingOptions options,
        Optimizer<T>? optimizer = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(forward);
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        options.Check();
        (Module, Data, Options, _forward) = (module, data, options, forward);
        _variables = [.. module.Variables];
        if (_variables.Length == 0)
        {
            throw new ArgumentException("Trainer: 'module' has no parameters, expected one or more.", nameof(module));
        }

        _backend = _variables[0].Backend;
        _sampler = new BatchSampler(data.Train.Count, options.BatchSize, options.Seed, options.DropPartial);
        if (_sampler.BatchesPerEpoch == 0)
        {
            throw new ArgumentException(
                $"Trainer: 'data' has {data.Train.Count} training sequences, expected enough for a batch of "
                + $"{options.BatchSize}; lower the batch size.",
                nameof(data));
        }

        _schedule = options.CreateSchedule(checked(options.Epochs * _sampler.BatchesPerEpoch));
        Optimizer = optimizer ?? new AdamW<T>(OptimizerGroups.ForStateSpaceModels(
            module, options.LearningRate, options.StateSpaceLearningRate, options.WeightDecay));
        Plateau = options.Plateau is null ? null : new Plateau(options.Plateau);
        Average = options.AverageDecay is { } decay
            ? new WeightAverage<T>(module, decay, options.AverageWarmUp)
            : null;
    }

    /// <summary>The parameters that are trained, and the buffers that are kept with them.</summary>
    public Module<T> Module { get; }

    /// <summary>The data.</summary>
    public DataSplit Data { get; }

    /// <summary>The recipe.</summary>
    public TrainingOptions Options { get; }

    /// <summary>The optimiser.</summary>
    public Optimizer<T> Optimizer { get; }

    /// <summary>How far the learning rates have fallen; null where the recipe has no plateau.</summary>
    public Plateau? Plateau { get; }

    /// <summary>The moving average of the weights; null where the recipe has none.</summary>
    /// <remarks>After a run <see cref="WeightAverage{T}.Swap"/> puts it into the model, to be saved or used.</remarks>
    public WeightAverage<T>? Average { get; }

    /// <summary>Epochs that are done.</summary>
    public int Epoch => State.Epoch;

    /// <summary>Steps that are done in the running epoch.</summary>
    public int Step => State.Step;

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => _sampler.BatchesPerEpoch;

    /// <summary>Whether all epochs are done.</summary>
    public bool IsDone => State.Epoch == Options.Epochs;

    /// <summary>The epochs that are done, in order.</summary>
    public IReadOnlyList<EpochResult> Curve => State.Curve;

    internal TrainerState State { get; private set; } = new();

    /// <summary>Trains until all epochs are done.</summary>
    /// <param name="progress">Told on this thread after every step and every epoch.</param>
    /// <param name="cancellation">Looked at before every step and every batch of an evaluation.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; call again to continue.</exception>
    /// <exception cref="TrainingDivergedException">A loss or a gradient's norm is not finite.</exception>
    public TrainingResult Run(IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        while (!IsDone)
        {
            RunEpoch(progress, cancellation);
        }

        return Result();
    }

    /// <summary>Trains to the end of the running epoch and evaluates it, as <see cref="Run"/> does.</summary>
    /// <returns>The epoch.</returns>
    /// <inheritdoc cref="Run"/>
    /// <exception cref="InvalidOperationException">
    /// All epochs are done, or the model holds the average of its weights.
    /// </exception>
    public EpochResult RunEpoch(
        IProgress<TrainingProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (IsDone)
        {
            throw new InvalidOperationException(
                $"Trainer: all {Options.Epochs} epochs are done, expected one that is not; check IsDone first.");
        }

        Average?.RequireInPlace(nameof(RunEpoch));
        EpochBatches batches = _sampler.Epoch(State.Epoch);
        long mark = Stopwatch.GetTimestamp();
        while (State.Step < batches.Count)
        {
            cancellation.ThrowIfCancellationRequested();
            double loss = TakeStep(batches[State.Step]);
            double seconds = Lap(ref mark);
            State.Step++;
            State.StepSeconds += seconds;
            State.Seconds += seconds;
            progress?.Report(Progress(loss, epochDone: false));
        }

        return EndEpoch(mark, progress, cancellation);
    }

    /// <summary>What the run has given so far.</summary>
    /// <exception cref="InvalidOperationException">No epoch is done.</exception>
    public TrainingResult Result()
    {
        if (State.Curve.Count == 0)
        {
            throw new InvalidOperationException(
                "Trainer: no epoch is done, expected one or more; call RunEpoch first.");
        }

        EpochResult best = State.Curve[0];
        foreach (EpochResult epoch in State.Curve)
        {
            best = Judge(epoch) > Judge(best) ? epoch : best;
        }

        return new TrainingResult([.. State.Curve], best, State.SamplesPerSecond, State.Seconds);
    }

    /// <summary>
    /// How the model does on a dataset as it is now: by the average of its weights where the recipe has one.
    /// </summary>
    public Evaluation Evaluate(SequenceDataset data, CancellationToken cancellation = default)
    {
        WeightAverage<T>? average = Average is { IsSwapped: false } ? Average : null;
        average?.Swap();
        try
        {
            return Evaluator.Evaluate(_forward, data, Options.EvaluationBatchSize, _backend, cancellation);
        }
        finally
        {
            average?.Swap();
        }
    }

    internal void Continue(TrainerState state) => State = state;

    private double TakeStep(ReadOnlySpan<int> sequences)
    {
        ulong number = ((ulong)State.Epoch * (ulong)_sampler.BatchesPerEpoch) + (ulong)State.Step;
        int size = Options.MicroBatchSize ?? Options.BatchSize;
        ulong stream = DropoutStream + (number * (ulong)((Options.BatchSize - 1) / size + 1));
        double loss = 0;
        int right = 0, labels = Data.Train.CountLabels(sequences);
        _gradients.Clear();
        for (int start = 0; start < sequences.Length; start += size, stream++)
        {
            Batch<T> batch = new(
                Data.Train, sequences.Slice(start, Math.Min(size, sequences.Length - start)), _backend);
            using Tape<T> tape = new(_memory);
            tape.Watch(_variables);
            Variable<T> logits = _forward(batch, new TrainingPass(new RandomSource(Options.Seed, stream))
            {
                Recompute = Options.Recompute,
            });
            Variable<T> mean = Op.Scale(
                Op.Sum(Op.CrossEntropy(logits, batch.Labels)), T.One / T.CreateChecked(batch.LabelCount));
            double partLoss = double.CreateChecked(mean.Value.Item());
            RequireFinite("the loss", partLoss);
            right += Evaluator.CountRight(logits.Value, batch.Labels);

            // The mean over the whole batch is the sum of the parts' means, each weighed by its share.
            double share = (double)batch.LabelCount / labels;
            tape.Backward(mean, NdArray<T>.Full(mean.Shape, T.CreateChecked(share), _backend), _gradients);
            loss += share * partLoss;
        }

        Optimizer.Step(_gradients, RateFactor(number), ClipFactor(
            Options.ClipNorm is null ? 0 : GradientNorm.Of(_gradients, _variables)));
        Average?.Update();
        State.Seen += labels;
        State.Samples += sequences.Length;
        State.LossSum += loss * labels;
        State.Right += right;
        return loss;
    }

    private double RateFactor(ulong step) => _schedule.Factor((int)step) * (Plateau?.Factor ?? 1);

    private double ClipFactor(double norm)
    {
        RequireFinite("the norm of the gradients", norm);
        return Options.ClipNorm is { } greatest ? GradientNorm.ClipFactor(norm, greatest) : 1;
    }

    private EpochResult EndEpoch(long mark, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Evaluation test = Evaluate(Data.Test, cancellation);
        Evaluation? validation = Data.Validation is null ? null : Evaluate(Data.Validation, cancellation);
        Evaluation judge = validation ?? test;
        Plateau?.Observe(Plateau.Options.Mode == PlateauMode.Min ? judge.Loss : judge.Accuracy);
        State.Seconds += Lap(ref mark);
        double loss = State.LossSum / State.Seen;
        EpochResult result = new(
            State.Epoch + 1,
            loss,
            (double)State.Right / State.Seen,
            test.Loss,
            test.Accuracy,
            validation?.Accuracy ?? double.NaN,
            State.Seconds);
        State.Curve.Add(result);
        TrainingProgress report = Progress(loss, epochDone: true);
        State.StartEpoch();
        progress?.Report(report);
        return result;
    }

    private TrainingProgress Progress(double loss, bool epochDone) => new(
        State.Epoch + 1,
        Options.Epochs,
        State.Step,
        StepsPerEpoch,
        loss,
        (double)State.Right / State.Seen,
        State.Curve.Count == 0 ? double.NaN : State.Curve[^1].TestAccuracy,
        State.SamplesPerSecond,
        TimeSpan.FromSeconds(State.Seconds),
        epochDone);

    private double Judge(EpochResult epoch) => Data.Validation is null ? epoch.TestAccuracy : epoch.ValidationAccuracy;

    private void RequireFinite(string quantity, double value)
    {
        if (!double.IsFinite(value))
        {
            throw new TrainingDivergedException(quantity, value, State.Epoch + 1, State.Step + 1, StepsPerEpoch);
        }
    }

    private static double Lap(ref long mark)
    {
        long now = Stopwatch.GetTimestamp();
        double seconds = Stopwatch.GetElapsedTime(mark, now).TotalSeconds;
        mark = now;
        return seconds;
    }
}
