namespace Ssm.Perf.Bench.Workloads;

/// <summary>What the layers of a decoding step hand from one kernel to the next.</summary>
internal sealed class DecodeScratch(int width)
{
    internal float[] Normed { get; } = new float[width];

    internal float[] Inverse { get; } = new float[1];

    internal float[] Both { get; } = new float[4 * width];

    internal float[] Selected { get; } = new float[((width + 15) / 16) + (2 * DecodeLayer.States)];

    internal float[] Delta { get; } = new float[2 * width];
}
