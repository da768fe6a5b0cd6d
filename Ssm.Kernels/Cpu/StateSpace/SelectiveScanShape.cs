namespace Ssm.Kernels;

/// <summary>The sizes of a selective scan.</summary>
/// <param name="Batch">B, how many sequences.</param>
/// <param name="Length">L, how many time steps each has.</param>
/// <param name="Channels">D, how many channels have states of their own.</param>
/// <param name="States">N, how many states a channel has.</param>
/// <param name="Groups">G: channels g·D/G up to (g + 1)·D/G share the input and output weights of group g.</param>
/// <param name="ConstantInput">True for input weights (D, N) that are the same at every step.</param>
/// <param name="ConstantOutput">True for output weights (D, N) that are the same at every step.</param>
public readonly record struct SelectiveScanShape(
    int Batch,
    int Length,
    int Channels,
    int States,
    int Groups = 1,
    bool ConstantInput = false,
    bool ConstantOutput = false)
{
    /// <summary>Time steps between two states that the forward pass keeps for the adjoint.</summary>
    public const int CarrySteps = 32;

    /// <summary>The number of elements of an array (B, L, D).</summary>
    /// <exception cref="OverflowException">It is more than a span can hold.</exception>
    public int Elements => checked(Batch * Length * Channels);

    /// <summary>The number of elements of the rates A, and of weights that are the same at every step, (D, N).
    /// </summary>
    public int RateElements => checked(Channels * States);

    /// <summary>The number of elements of weights that differ between the steps, (B, L, G, N).</summary>
    public int WeightElements => checked(Batch * Length * Groups * States);

    /// <summary>The number of elements of the input weights in either form.</summary>
    public int InputElements => ConstantInput ? RateElements : WeightElements;

    /// <summary>The number of elements of the output weights in either form.</summary>
    public int OutputElements => ConstantOutput ? RateElements : WeightElements;

    /// <summary>The number of elements of the states at one time, (B, D, N).</summary>
    public int StateElements => checked(Batch * Channels * States);

    /// <summary>How many states of a sequence the forward pass keeps: the one before each 32nd step.</summary>
    public int Carries => (int)(((long)Length + CarrySteps - 1) / CarrySteps);

    /// <summary>The number of elements of the kept states, (B, ⌈L/32⌉, N, D).</summary>
    public int CarryElements => checked(Batch * Carries * States * Channels);

    /// <summary>How many channels share weights: D/G.</summary>
    internal int GroupChannels => Channels / Groups;
}
