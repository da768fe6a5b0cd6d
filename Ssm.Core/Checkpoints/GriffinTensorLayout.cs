namespace Ssm.Core.Checkpoints;

/// <summary>How the numbers of a stored tensor lie in the parameters of the model.</summary>
internal enum GriffinTensorLayout
{
    /// <summary>In the same order.</summary>
    Same,

    /// <summary>Two parameters, one behind the other.</summary>
    Stacked,

    /// <summary>Two parameters, one behind the other, each stored (in, out) and kept (out, in).</summary>
    StackedTransposed,

    /// <summary>Filters stored (channels, 1, taps) and kept (taps, channels).</summary>
    Filters,
}
