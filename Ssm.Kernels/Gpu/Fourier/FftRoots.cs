namespace Ssm.Kernels.Gpu;

/// <summary>Roots of unity, rounded once.</summary>
internal static class FftRoots
{
    /// <summary>e^(−2πi·step·k/n) for so many k from 0.</summary>
    internal static ComplexNumber<T>[] Of<T>(int count, long step, long n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ComplexNumber<T>[] roots = new ComplexNumber<T>[count];
        for (int k = 0; k < count; k++)
        {
            (double re, double im) = Twiddle.Root(step * k, n);
            roots[k] = new(T.CreateTruncating(re), T.CreateTruncating(im));
        }

        return roots;
    }
}
