namespace Ssm.Perf.Bench.Workloads;

/// <summary>The sizes of a training step.</summary>
internal sealed record TrainSizes(int Layers, int Channels, int Length, int Batch)
{
    /// <summary>A size as it is written; the number of layers has no letter.</summary>
    internal const string Example = "4xH128xL1024xB16";

    /// <summary>The state of the models that are trained: real order of a channel, or modes of a layer.</summary>
    internal const int State = 64;

    /// <summary>Numbers in one activation, B·L·H.</summary>
    internal double Activations => (double)Batch * Length * Channels;

    internal static TrainSizes Of(BenchSize size, string workload)
    {
        size.Require(Example, workload);
        return new TrainSizes(size[0], size["H"], size["L"], size["B"]);
    }
}
