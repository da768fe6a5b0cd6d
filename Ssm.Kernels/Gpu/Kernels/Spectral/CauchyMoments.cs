namespace Ssm.Kernels.Gpu;

/// <summary>The gradients of one mode's real numbers, summed over frequencies.</summary>
internal readonly struct CauchyMoments<T>(T p0, T q0, T p1, T q1, T size, T real)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal readonly T P0 = p0;
    internal readonly T Q0 = q0;
    internal readonly T P1 = p1;
    internal readonly T Q1 = q1;
    internal readonly T Size = size;
    internal readonly T Real = real;

    /// <summary>One frequency more.</summary>
    /// <remarks>
    /// With g = conj(α + iβ/2) dc and r = 1 / (a − ib): p̄ = −α (Re r Re g + Im r Im g), q̄ = β (Re r Im g − Im r Re g).
    /// With W = r² (xs − i ys), where xs = Σ −α p Re g + β q Im g and ys = Σ −α p Im g − β q Re g over the numerators,
    /// the gradients of |z|² and Re z are −α² Re W and −2αβ Im W.
    /// </remarks>
    internal CauchyMoments<T> Add(CauchyNode<T> node, CauchyMode<T> mode, ComplexNumber<T> d0, ComplexNumber<T> d1)
    {
        T both = node.Alpha * node.Beta, cross = both + both, b = cross * mode.Real;
        T alpha2 = node.Alpha * node.Alpha, a = (alpha2 * mode.Size) - (node.Beta * node.Beta);
        T inverse = T.One / ((a * a) + (b * b)), re = a * inverse, im = b * inverse;
        T turn = node.Beta * VectorMath.Number<T>(0.5);
        T g0 = (node.Alpha * d0.Re) + (turn * d0.Im), h0 = (node.Alpha * d0.Im) - (turn * d0.Re);
        T g1 = (node.Alpha * d1.Re) + (turn * d1.Im), h1 = (node.Alpha * d1.Im) - (turn * d1.Re);
        T p0 = -((re * g0) + (im * h0)) * node.Alpha, q0 = ((re * h0) - (im * g0)) * node.Beta;
        T p1 = -((re * g1) + (im * h1)) * node.Alpha, q1 = ((re * h1) - (im * g1)) * node.Beta;
        T xs = (node.Beta * ((h0 * mode.Q0) + (h1 * mode.Q1))) - (node.Alpha * ((g0 * mode.P0) + (g1 * mode.P1)));
        T ys = -(node.Beta * ((g0 * mode.Q0) + (g1 * mode.Q1))) - (node.Alpha * ((h0 * mode.P0) + (h1 * mode.P1)));
        T square = (re * re) - (im * im), twice = re * (im + im);
        return new(
            P0 + p0, Q0 + q0, P1 + p1, Q1 + q1, Size - (alpha2 * ((square * xs) + (twice * ys))),
            Real - (cross * ((twice * xs) - (square * ys))));
    }
}
