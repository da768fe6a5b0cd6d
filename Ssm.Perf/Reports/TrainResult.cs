using System.Text.Json.Nodes;

namespace Ssm.Perf.Reports;

/// <summary>What training one model gave.</summary>
/// <param name="Recipe">Every choice that was made, given or by default, under its own name.</param>
/// <param name="Epochs">One point per epoch, in order, those before a resume included.</param>
/// <param name="Best">The epoch with the best test accuracy, the earlier of two that are equal.</param>
/// <param name="WeightsSha256">SHA-256 of the weights after the last epoch, in hexadecimal.</param>
internal sealed record TrainResult(
    JsonObject Recipe,
    IReadOnlyList<EpochPoint> Epochs,
    EpochPoint Best,
    string WeightsSha256);
