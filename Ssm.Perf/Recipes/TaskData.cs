using Ssm.Core.Data;
using Ssm.Perf.Verbs;

namespace Ssm.Perf.Recipes;

/// <summary>The data of the tasks that the command line knows.</summary>
internal static class TaskData
{
    // Enough for the models to leave chance behind within minutes; the Arena's own set is 96,000 longer expressions.
    private const int ListOpsTraining = 8_000;
    private const int ListOpsHeldOut = 1_000;
    private const int ListOpsLength = 200;

    internal static DataSplit Load(TaskSettings task, ulong seed) => task.Name switch
    {
        "idx" => IdxImages.Load(task.DataDirectory!, "idx"),
        "listops" => GenerateListOps(task.Length ?? ListOpsLength, seed),
        _ => Digits.Load(),
    };

    /// <summary>Logits of a batch, whichever kind of input it has.</summary>
    internal static Ssm.Core.Training.ClassifierForward<float> Forward(
        Ssm.Core.Scaffolding.SequenceClassifier<float> model) => (batch, pass) => batch.HasTokens
            ? model.Forward(batch.Tokens, batch.Lengths.Values, pass)
            : model.Forward(batch.Signals, batch.Lengths.Values, pass);

    private static DataSplit GenerateListOps(int length, ulong seed)
    {
        ListOpsOptions options = new() { LongerThan = Math.Max(2, length / 4), ShorterThan = length };
        return ListOps.Generate(options, seed, ListOpsTraining, ListOpsHeldOut, ListOpsHeldOut).ToDataSplit(length);
    }
}
