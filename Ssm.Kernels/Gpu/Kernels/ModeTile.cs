namespace Ssm.Kernels.Gpu;

/// <summary>How a group of threads shares channels and modes.</summary>
internal readonly struct ModeTile(int lanes, int slices, int firstMode)
{
    /// <summary>Channels of a group.</summary>
    internal readonly int Lanes = lanes;

    /// <summary>Threads of a channel, each with four modes.</summary>
    internal readonly int Slices = slices;

    /// <summary>The first mode of this pass; outputs of a later pass are added to those of the earlier ones.</summary>
    internal readonly int FirstMode = firstMode;
}
