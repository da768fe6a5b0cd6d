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

    // Short enough for a laptop; the papers' own are 4,112, 256 and 42 steps long.
    private const int CopyLength = 72;
    private const int InductionLength = 64;
    private const int RecallLength = 42;
    private const int SyntheticTraining = 8_000;
    private const int SyntheticTest = 1_000;

    internal static DataSplit Load(TaskSettings task, ulong seed) => task.Name switch
    {
        "idx" => IdxImages.Load(task.DataDirectory!, "idx"),
        "listops" => GenerateListOps(task.Length ?? ListOpsLength, seed),
        "selective-copy" => GenerateCopying(task.Length ?? CopyLength, seed),
        "induction" => InductionHeads.Generate(
            new InductionHeadsOptions { Length = task.Length ?? InductionLength },
            seed,
            SyntheticTraining,
            SyntheticTest),
        "recall" => AssociativeRecall.Generate(
            new AssociativeRecallOptions { Pairs = ((task.Length ?? RecallLength) - 2) / 2, AskOnTheWay = true },
            seed,
            SyntheticTraining,
            SyntheticTest),
        _ => Digits.Load(),
    };

    /// <summary>Logits of a batch, whichever kind of input it has.</summary>
    internal static Ssm.Core.Training.ClassifierForward<float> Forward(
        Ssm.Core.Scaffolding.SequenceClassifier<float> model) => (batch, pass) => batch.HasTokens
            ? model.Forward(batch.Tokens, batch.Lengths.Values, pass)
            : model.Forward(batch.Signals, batch.Lengths.Values, pass);

    // An answer for every eight steps of context, and eight tokens to copy.
    private static DataSplit GenerateCopying(int length, ulong seed)
    {
        int answers = Math.Max(1, length / 9);
        SelectiveCopyingOptions options = new() { Context = length - answers, DataTokens = answers, Vocabulary = 10 };
        return SelectiveCopying.Generate(options, seed, SyntheticTraining, SyntheticTest);
    }

    private static DataSplit GenerateListOps(int length, ulong seed)
    {
        ListOpsOptions options = new() { LongerThan = Math.Max(2, length / 4), ShorterThan = length };
        return ListOps.Generate(options, seed, ListOpsTraining, ListOpsHeldOut, ListOpsHeldOut).ToDataSplit(length);
    }
}
