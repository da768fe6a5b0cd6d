namespace Ssm.Kernels;

/// <summary>The sizes of a causal convolution: signals (B, L, H), kernels (K, H).</summary>
internal readonly struct ConvolutionSizes(int batch, int length, int taps, int channels)
{
    internal readonly int Batch = batch;
    internal readonly int Length = length;
    internal readonly int Taps = taps;
    internal readonly int Channels = channels;

    /// <summary>The elements of one row of the batch.</summary>
    internal nint Row => (nint)Length * Channels;

    /// <summary>The fused operations of one pass by the definition.</summary>
    internal long DirectWork => (long)Batch * Channels * Length * Math.Min(Taps, Length);

    /// <summary>How many lanes the block that begins at <paramref name="lane"/> has.</summary>
    internal int Width<T>(int lane)
        where T : unmanaged, IFloatingPointIeee754<T> => Math.Min(Vector<T>.Count, Channels - lane);

    /// <summary>Refuses sizes below zero, and inputs of other sizes than these.</summary>
    internal void Check(string kernel, int uLength, int kLength, int threads)
    {
        Guard.AtLeast(Batch, 0, kernel, "batch");
        Guard.AtLeast(Length, 0, kernel, "length");
        Guard.AtLeast(Taps, 0, kernel, "taps");
        Guard.AtLeast(Channels, 0, kernel, "channels");
        Guard.AtLeast(threads, 1, kernel);
        CheckSignal(kernel, uLength, "u.Length");
        CheckKernel(kernel, kLength, "k.Length");
    }

    /// <summary>Refuses gradients of other sizes than these; du and dk may be empty.</summary>
    internal void CheckGradients(string kernel, int dyLength, int duLength, int dkLength)
    {
        CheckSignal(kernel, dyLength, "dy.Length");
        if (duLength != 0)
        {
            CheckSignal(kernel, duLength, "du.Length");
        }

        if (dkLength != 0)
        {
            CheckKernel(kernel, dkLength, "dk.Length");
        }
    }

    /// <summary>Refuses a signal that is not (batch, length, channels).</summary>
    internal void CheckSignal(string kernel, int actual, string name) =>
        Guard.Length(
            actual, FftSize.Product(FftSize.Product(Batch, Length), Channels), kernel, name);

    private void CheckKernel(string kernel, int actual, string name) =>
        Guard.Length(actual, FftSize.Product(Taps, Channels), kernel, name);
}
