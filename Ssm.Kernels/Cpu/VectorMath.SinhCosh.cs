using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

public static partial class VectorMath
{
    /// <summary>sinh x and cosh x, both divided by scale, a positive number that is 1 unless |x| is large.</summary>
    /// <remarks>
    /// The products with sines and cosines in complex functions are finite for some x whose sinh is not. Scale stands
    /// in two factors because it may itself exceed the largest number.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector<T> Sinh, Vector<T> Cosh, Vector<T> First, Vector<T> Second) SinhCoshParts<T>(Vector<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> one = Vector<T>.One, half = Lanes<T>(0.5), size = Vector.Abs(x), bound = Lanes<T>(40.0);
        Vector<T> far = Vector.GreaterThan(size, bound);
        Vector<T> t = Expm1(Vector.ConditionalSelect(far, bound, size));
        Vector<T> grown = t + one;
        Vector<T> sinh = half * (t + (t / grown)), cosh = half * (grown + (one / grown));

        // Beyond the bound e^−|x| no longer counts beside e^|x|.
        Vector<T> distant = half * ExpParts(size, out Vector<T> first, out Vector<T> second);
        sinh = CopySign(Vector.ConditionalSelect(far, distant, sinh), x);
        cosh = Vector.ConditionalSelect(far, distant, cosh);
        return (sinh, cosh, Vector.ConditionalSelect(far, first, one), Vector.ConditionalSelect(far, second, one));
    }
}
