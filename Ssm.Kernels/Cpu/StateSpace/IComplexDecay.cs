namespace Ssm.Kernels;

/// <summary>The complex exponential of a selective scan, for arguments known to be moderate or for any.</summary>
internal interface IComplexDecay<T>
    where T : unmanaged
{
    /// <summary>2^(Δ re) times the turn by Δ im quarters of a circle.</summary>
    static abstract (Vector<T> Re, Vector<T> Im) Power(Vector<T> delta, Vector<T> re, Vector<T> im);
}
