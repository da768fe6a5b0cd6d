namespace Ssm.Kernels.Gpu;

/// <summary>One step of a recurrence in its own terms: c = a·(c before) + b, or b where nothing passes.</summary>
/// <remarks>
/// Of the scan c is the state, and b is what comes in. Of the adjoint, which walks the other way, c is the gradient of
/// the state before the step, so that b = a h̄; where a sequence begins it is 0.
/// </remarks>
internal readonly struct GatedStep<T>(T a, T b, bool begins)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T A = a;
    private readonly T _b = b;
    internal readonly bool Begins = begins;

    /// <summary>c from the one before.</summary>
    internal T From(T before) => Begins ? _b : (A * before) + _b;

    /// <summary>The step of a place.</summary>
    /// <param name="s">What is read.</param>
    /// <param name="dh">The gradients of the states, for the adjoint.</param>
    /// <param name="at">The place in arrays (B, L, C).</param>
    /// <param name="rate">The channel's.</param>
    /// <param name="begins">Whether a sequence begins.</param>
    internal static GatedStep<T> Read<TAdjoint>(
        in GatedSources<T> s, ILGPU.ArrayView<T> dh, int at, T rate, bool begins)
        where TAdjoint : struct, IChoice
    {
        T w = rate * VectorMath.Sigmoid(s.RecurrenceGate[at]), a = T.Exp(-w);
        if (TAdjoint.Is)
        {
            return new(a, begins ? T.Zero : a * dh[at], begins);
        }

        T root = begins ? T.One : s.Root.Invoke(w + w);
        return new(a, root * VectorMath.Sigmoid(s.InputGate[at]) * s.X[at], begins);
    }
}
