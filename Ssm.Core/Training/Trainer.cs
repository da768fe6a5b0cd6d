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
    private readonly StepReadings<T> _readings;
    private readonly GradientClip<T>? _clip;
    private TrainerState _state = new();

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

        int parts = (options.BatchSize - 1) / (options.MicroBatchSize ?? options.BatchSize) + 1;
        _readings = new StepReadings<T>(_backend, Math.Min(options.ReadEvery, _sampler.BatchesPerEpoch), parts);
        _clip = options.ClipNorm is { } greatest ? new GradientClip<T>(_variables, greatest) : null;
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
    public int Epoch => _state.Epoch;

    /// <summary>Steps that are done in the running epoch.</summary>
    public int Step => _state.Step;

    /// <summary>Steps of an epoch.</summary>
    public int StepsPerEpoch => _sampler.BatchesPerEpoch;

    /// <summary>Whether all epochs are done.</summary>
    public bool IsDone => _state.Epoch == Options.Epochs;

    /// <summary>The epochs that are done, in order.</summary>
    public IReadOnlyList<EpochResult> Curve => _state.Curve;

    /// <summary>Where the run is, with all that its steps have measured.</summary>
    internal TrainerState State
    {
        get
        {
            ReadSteps();
            return _state;
        }
    }

    /// <summary>Trains until all epochs are done.</summary>
    /// <param name="progress">
    /// Told on this thread after every epoch, and every step whose loss is read: see
    /// <see cref="TrainingOptions.ReadEvery"/>.
    /// </param>
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
        EpochBatches batches = _sampler.Epoch(_state.Epoch);
        long mark = Stopwatch.GetTimestamp();
        while (_state.Step < batches.Count)
        {
            if (cancellation.IsCancellationRequested)
            {
                ReadSteps();
                cancellation.ThrowIfCancellationRequested();
            }

            bool reads = (_state.Step + 1) % Options.ReadEvery == 0 || _state.Step + 1 == batches.Count;
            double loss = TakeStep(batches[_state.Step], reads);
            double seconds = Lap(ref mark);
            _state.Step++;
            _state.StepSeconds += seconds;
            _state.Seconds += seconds;
            if (reads)
            {
                progress?.Report(Progress(loss, epochDone: false));
            }
        }

        return EndEpoch(mark, progress, cancellation);
    }

    /// <summary>What the run has given so far.</summary>
    /// <exception cref="InvalidOperationException">No epoch is done.</exception>
    public TrainingResult Result()
    {
        if (_state.Curve.Count == 0)
        {
            throw new InvalidOperationException(
                "Trainer: no epoch is done, expected one or more; call RunEpoch first.");
        }

        EpochResult best = _state.Curve[0];
        foreach (EpochResult epoch in _state.Curve)
        {
            best = Judge(epoch) > Judge(best) ? epoch : best;
        }

        return new TrainingResult([.. _state.Curve], best, _state.SamplesPerSecond, _state.Seconds);
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

    internal void Continue(TrainerState state) => _state = state;

    // A step that failed, for want of memory maybe, leaves nothing of it with this trainer: another one may go on with
    // smaller parts.
    private double TakeStep(ReadOnlySpan<int> sequences, bool reads)
    {
        try
        {
            return MeasureAndStep(sequences, reads);
        }
        catch
        {
            _gradients.Clear();
            _memory.Trim();
            throw;
        }
    }

    // Nothing in here waits for the device but the reading of what it has measured, where that is asked for.
    private double MeasureAndStep(ReadOnlySpan<int> sequences, bool reads)
    {
        ulong number = ((ulong)_state.Epoch * (ulong)_sampler.BatchesPerEpoch) + (ulong)_state.Step;
        int size = Options.MicroBatchSize ?? Options.BatchSize;
        ulong stream = DropoutStream + (number * (ulong)((Options.BatchSize - 1) / size + 1));
        int labels = Data.Train.CountLabels(sequences);
        _gradients.Clear();
        _readings.Begin();
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

            // The mean over the whole batch is the sum of the parts' means, each weighed by its share.
            double share = (double)batch.LabelCount / labels;
            _readings.AddPart(mean, Op.Sum(Op.Hits(logits, batch.Labels)), share);
            tape.Backward(Op.Scale(mean, T.CreateChecked(share)), _gradients);
        }

        _clip?.Measure(_gradients, _readings.SquaredNorm);
        _readings.End(_state.Step, labels);
        _state.Samples += sequences.Length;
        double loss = reads ? ReadSteps() : double.NaN;
        if (_clip is null)
        {
            Optimizer.Step(_gradients, RateFactor(number));
        }
        else
        {
            Optimizer.Step(_gradients, RateFactor(number), _clip.Factor);
        }

        Average?.Update();
        return loss;
    }

    // The loss of the last step that was read.
    private double ReadSteps()
    {
        double loss = double.NaN;
        foreach (StepReading reading in _readings.Read())
        {
            foreach (double part in reading.Losses)
            {
                RequireFinite("the loss", part, reading.Step);
            }

            RequireFinite("the norm of the gradients", reading.Norm, reading.Step);
            loss = reading.Loss;
            _state.Seen += reading.Labels;
            _state.LossSum += loss * reading.Labels;
            _state.Right += reading.Right;
        }

        return loss;
    }

    private double RateFactor(ulong step) => _schedule.Factor((int)step) * (Plateau?.Factor ?? 1);

    private EpochResult EndEpoch(long mark, IProgress<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Evaluation test = Evaluate(Data.Test, cancellation);
        Evaluation? validation = Data.Validation is null ? null : Evaluate(Data.Validation, cancellation);
        Evaluation judge = validation ?? test;
        Plateau?.Observe(Plateau.Options.Mode == PlateauMode.Min ? judge.Loss : judge.Accuracy);
        _state.Seconds += Lap(ref mark);
        double loss = _state.LossSum / _state.Seen;
        EpochResult result = new(
            _state.Epoch + 1,
            loss,
            (double)_state.Right / _state.Seen,
            test.Loss,
            test.Accuracy,
            validation?.Accuracy ?? double.NaN,
            _state.Seconds);
        _state.Curve.Add(result);
        TrainingProgress report = Progress(loss, epochDone: true);
        _state.StartEpoch();
        progress?.Report(report);
        return result;
    }

    private TrainingProgress Progress(double loss, bool epochDone) => new(
        _state.Epoch + 1,
        Options.Epochs,
        _state.Step,
        StepsPerEpoch,
        loss,
        (double)_state.Right / _state.Seen,
        _state.Curve.Count == 0 ? double.NaN : _state.Curve[^1].TestAccuracy,
        _state.SamplesPerSecond,
        TimeSpan.FromSeconds(_state.Seconds),
        epochDone);

    private double Judge(EpochResult epoch) => Data.Validation is null ? epoch.TestAccuracy : epoch.ValidationAccuracy;

    private void RequireFinite(string quantity, double value, int step)
    {
        if (!double.IsFinite(value))
        {
            throw new TrainingDivergedException(quantity, value, _state.Epoch + 1, step + 1, StepsPerEpoch);
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
