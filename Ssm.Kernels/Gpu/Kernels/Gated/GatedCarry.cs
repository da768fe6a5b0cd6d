namespace Ssm.Kernels.Gpu;

/// <summary>What goes from one step to the next: c, and the product of the factors so far.</summary>
/// <remarks>
/// Of the scan c is the state, c[t] = a[t] c[t−1] + b[t]. Of the adjoint, which walks the other way, it is the gradient
/// of the state before a step, c[t] = a[t] (h̄[t] + c[t+1]), and 0 where a sequence begins.
/// </remarks>
internal readonly struct GatedCarry<T>(T c, T product)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T C = c;
    internal readonly T Product = product;

    /// <summary>The carry behind a step.</summary>
    internal GatedCarry<T> Through<TAdjoint>(in GatedSources<T> s, in GatedRow<T> row, T rate)
        where TAdjoint : struct, IChoice
    {
        T w = rate * VectorMath.Sigmoid(row.RecurrenceGate), a = T.Exp(-w);
        if (TAdjoint.Is)
        {
            return new(row.Begins ? T.Zero : a * (row.Input + C), a * Product);
        }

        // Where a sequence begins the root is 1.
        T root = row.Begins ? T.One : s.Root.Invoke(w + w), b = root * VectorMath.Sigmoid(row.InputGate) * row.Input;
        return new(row.Begins ? b : (a * C) + b, a * Product);
    }
}
