using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>x^y, lane by lane through .NET's scalar power: within 1 ulp, special values as there.</summary>
    /// <remarks>
    /// A vector form has to carry log x in twice the precision to keep an ulp at large results; models take powers of
    /// few numbers, so the exact scalar one is kept.
    /// </remarks>
    public static Vector<T> Pow<T>(Vector<T> x, Vector<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> result = x;
        ref T lanes = ref Unsafe.As<Vector<T>, T>(ref result);
        for (int i = 0; i < Vector<T>.Count; i++)
        {
            Unsafe.Add(ref lanes, i) = T.Pow(x[i], y[i]);
        }

        return result;
    }
}
