using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>Products of spectra, point by point, in any order that both share.</summary>
/// <remarks>
/// Where an inverse transform follows, real and imaginary parts of the result are exchanged: with that, a forward
/// transform gives the inverse one, parts exchanged again, and the exchange is free because parts are never moved.
/// </remarks>
internal static unsafe class Spectra
{
    /// <summary>x ← real · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Scale<T>(Lanes<T>* x, int points, T real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(real);
        for (int i = 0; i < points; i++)
        {
            x[i] *= factor;
        }
    }

    /// <summary>x ← swap(real · x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SwapScaled<T>(Lanes<T>* x, int points, T real)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> factor = new(real);
        for (int i = 0; i < points; i++)
        {
            x[i] = (x[i] * factor).Swapped;
        }
    }

    /// <summary>x ← swap(kernel · x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Multiply<T>(Lanes<T>* kernel, Lanes<T>* x, int points)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < points; i++)
        {
            x[i] = (kernel[i] * x[i]).Swapped;
        }
    }

    /// <summary>x ← swap(conj(kernel) · x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void MultiplyByConjugate<T>(Lanes<T>* kernel, Lanes<T>* x, int points)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < points; i++)
        {
            x[i] = Lanes<T>.ConjugateTimes(kernel[i], x[i]).Swapped;
        }
    }

    /// <summary>sum ← sum + conj(u) · x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddConjugateProduct<T>(Lanes<T>* u, Lanes<T>* x, Lanes<T>* sum, int points)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < points; i++)
        {
            sum[i] += Lanes<T>.ConjugateTimes(u[i], x[i]);
        }
    }
}
