namespace Ssm.Kernels;

/// <summary>The exponential of a selective scan, for arguments known to be small or for any.</summary>
internal interface ISelectiveDecay<T>
    where T : unmanaged
{
    /// <summary>2^(ΔA), A in units that make it e^(ΔA).</summary>
    static abstract Vector<T> Power(Vector<T> delta, Vector<T> a);
}
