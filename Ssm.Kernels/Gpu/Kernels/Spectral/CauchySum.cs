namespace Ssm.Kernels.Gpu;

/// <summary>Sums over the modes at one frequency, for two numerators.</summary>
internal readonly struct CauchySum<T>(
    T pRe0, T pIm0, T qRe0, T qIm0, T pRe1, T pIm1, T qRe1, T qIm1)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly T _pRe0 = pRe0;
    private readonly T _pIm0 = pIm0;
    private readonly T _qRe0 = qRe0;
    private readonly T _qIm0 = qIm0;
    private readonly T _pRe1 = pRe1;
    private readonly T _pIm1 = pIm1;
    private readonly T _qRe1 = qRe1;
    private readonly T _qIm1 = qIm1;

    /// <summary>One mode more: 1 / (a − ib) = (a + ib) / (a² + b²) with a = α²|z|² − β², b = 2αβ Re z.</summary>
    internal CauchySum<T> Add(CauchyNode<T> node, CauchyMode<T> mode)
    {
        T both = node.Alpha * node.Beta, b = (both + both) * mode.Real;
        T a = (node.Alpha * node.Alpha * mode.Size) - (node.Beta * node.Beta);
        T inverse = T.One / ((a * a) + (b * b)), re = a * inverse, im = b * inverse;
        return new(
            _pRe0 + (re * mode.P0), _pIm0 + (im * mode.P0), _qRe0 + (re * mode.Q0), _qIm0 + (im * mode.Q0),
            _pRe1 + (re * mode.P1), _pIm1 + (im * mode.P1), _qRe1 + (re * mode.Q1), _qIm1 + (im * mode.Q1));
    }

    /// <summary>The first numerator's sum.</summary>
    internal ComplexNumber<T> First(CauchyNode<T> node) => Turn(node, _pRe0, _pIm0, _qRe0, _qIm0);

    /// <summary>The second numerator's.</summary>
    internal ComplexNumber<T> Second(CauchyNode<T> node) => Turn(node, _pRe1, _pIm1, _qRe1, _qIm1);

    // (α + iβ/2) (iβ Q − α P).
    private static ComplexNumber<T> Turn(CauchyNode<T> node, T pRe, T pIm, T qRe, T qIm)
    {
        T re = -(node.Alpha * pRe) - (node.Beta * qIm), im = (node.Beta * qRe) - (node.Alpha * pIm);
        T turn = node.Beta * VectorMath.Number<T>(0.5);
        return new((node.Alpha * re) - (turn * im), (node.Alpha * im) + (turn * re));
    }
}
