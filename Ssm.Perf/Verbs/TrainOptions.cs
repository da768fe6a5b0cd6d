using System.CommandLine;
using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Verbs;

/// <summary>The options of <c>train</c>.</summary>
internal sealed class TrainOptions
{
    private const string PositiveNumber = "a finite number above 0";

    private const string DefaultModel = "s4d";

    private readonly Option<string?> _model =
        Options.Choice("--model", $"Which model [default: {DefaultModel}]", Catalog.Models);

    private readonly TaskOptions _task;
    private readonly Option<int?> _epochs = Options.Whole("--epochs", "Passes over the training set");
    private readonly Option<int?> _batch = Options.Whole("--batch", "Sequences per step");
    private readonly Option<int?> _part =
        Options.Whole("--micro-batch", "Sequences at a time; gradients add up to the batch's");

    private readonly Option<double?> _rate = Options.Number("--lr", "Learning rate", x => x > 0, PositiveNumber);

    private readonly Option<double?> _ssmRate =
        Options.Number("--ssm-lr", "Learning rate of the recurrence's own parameters", x => x > 0, PositiveNumber);

    private readonly Option<double?> _decay =
        Options.Number("--weight-decay", "Decoupled weight decay", x => x >= 0, "a finite number of 0 or more");

    private readonly Option<string?> _schedule =
        Options.Choice("--schedule", "How the learning rates go on after the warm-up", Catalog.Schedules);

    private readonly Option<double?> _average = Options.Number(
        "--average-decay",
        "Evaluate by a moving average of the weights, of which this share stays in a step",
        x => x is >= 0 and < 1,
        "a number from 0 to below 1");

    private readonly Option<double?> _dropout =
        Options.Number("--dropout", "Share of values dropped", x => x is >= 0 and < 1, "a number from 0 to below 1");

    private readonly Option<int?> _layers = Options.Whole("--layers", "Blocks on top of each other");
    private readonly Option<int?> _width = Options.Whole("--width", "Channels (H)");
    private readonly Option<int?> _state = Options.Whole("--state", "State size (N)");

    private readonly Option<string?> _checkpoint =
        Options.Text("--checkpoint", "FILE", "Keep the training state here after every epoch");

    private readonly Option<bool> _resume =
        Options.Flag("--resume", "Go on from the checkpoint, to the same bits as without a break");
    private readonly CommonOptions _common;

    internal TrainOptions(Command command)
    {
        command.Options.Add(_model);
        _task = new TaskOptions(command);
        Option[] leftToTheRecipe =
        [
            _epochs, _batch, _part, _rate, _ssmRate, _decay, _schedule, _average, _dropout, _layers, _width, _state,
        ];
        foreach (Option option in leftToTheRecipe)
        {
            option.Description += " [default: the recipe's]";
            command.Options.Add(option);
        }

        command.Options.Add(_checkpoint);
        command.Options.Add(_resume);
        _common = new CommonOptions(command);
    }

    internal TrainSettings Read(ParseResult parsed)
    {
        bool resume = parsed.GetValue(_resume);
        return new TrainSettings
        {
            Common = _common.Read(parsed),
            Model = parsed.GetValue(_model) ?? DefaultModel,
            Task = _task.Read(parsed),
            Epochs = parsed.GetValue(_epochs),
            Batch = parsed.GetValue(_batch),
            MicroBatch = parsed.GetValue(_part),
            LearningRate = parsed.GetValue(_rate),
            SsmLearningRate = parsed.GetValue(_ssmRate),
            WeightDecay = parsed.GetValue(_decay),
            Schedule = parsed.GetValue(_schedule),
            AverageDecay = parsed.GetValue(_average),
            Dropout = parsed.GetValue(_dropout),
            Layers = parsed.GetValue(_layers),
            Width = parsed.GetValue(_width),
            State = parsed.GetValue(_state),
            Checkpoint = CheckCheckpoint(parsed.GetValue(_checkpoint), resume),
            Resume = resume,
        };
    }

    private static string? CheckCheckpoint(string? file, bool resume)
    {
        if (file is null)
        {
            return resume
                ? throw new UserException(
                    "train: '--resume' needs '--checkpoint', the file to go on from; add --checkpoint FILE.")
                : null;
        }

        string full = OutputFile.Check(file, "train: '--checkpoint'");
        return (resume, File.Exists(full)) switch
        {
            (true, false) => throw new UserException(
                $"train: '--checkpoint' is '{file}', and there is no such file to resume from."),
            (false, true) => throw new UserException(
                $"train: '--checkpoint' is '{file}', which is there already; add --resume to go on from it, "
                + "or name a new file."),
            _ => full,
        };
    }
}
