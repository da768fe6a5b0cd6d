namespace Ssm.Kernels.Gpu;

/// <summary>What a step of the scan needs of one channel, whatever the states.</summary>
/// <remarks>A step beyond the end, or of a channel beyond the last, has Δ = 0 and gradient 0: it changes nothing.
/// </remarks>
internal readonly struct ScanStep<T>(T delta, T input, T dy, int reset)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Δ.</summary>
    internal readonly T Delta = delta;

    /// <summary>Δu.</summary>
    internal readonly T Input = input;

    /// <summary>The gradient of the output before the gate.</summary>
    internal readonly T Dy = dy;

    /// <summary>Not 0 where the sequence starts over.</summary>
    internal readonly int Reset = reset;
}

/// <summary>Four steps of a channel.</summary>
internal readonly struct FourSteps<T>(ScanStep<T> s0, ScanStep<T> s1, ScanStep<T> s2, ScanStep<T> s3, int first)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly ScanStep<T> S0 = s0;
    internal readonly ScanStep<T> S1 = s1;
    internal readonly ScanStep<T> S2 = s2;
    internal readonly ScanStep<T> S3 = s3;

    /// <summary>The first of them, counted from the tile's.</summary>
    internal readonly int First = first;
}

/// <summary>Sums over the states of a channel at one step.</summary>
internal readonly struct StepSums<T>(T y, T input, T rate)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>⟨C, h⟩.</summary>
    internal readonly T Y = y;

    /// <summary>Re Σ conj(B) g.</summary>
    internal readonly T Input = input;

    /// <summary>Re Σ conj(A) q.</summary>
    internal readonly T Rate = rate;
}

/// <summary>Such sums of four steps.</summary>
internal readonly struct FourSums<T>(StepSums<T> s0, StepSums<T> s1, StepSums<T> s2, StepSums<T> s3)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly StepSums<T> S0 = s0;
    internal readonly StepSums<T> S1 = s1;
    internal readonly StepSums<T> S2 = s2;
    internal readonly StepSums<T> S3 = s3;

    // ILGPU takes structs with the same numbers for one type, however they are nested: this field tells them apart.
    internal readonly int Kind;
}
