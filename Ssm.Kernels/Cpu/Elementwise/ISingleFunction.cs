namespace Ssm.Kernels;

/// <summary>An op on floats that is written for vectors of any width; its <c>Vector</c> form gives the same bits.
/// </summary>
internal interface ISingleFunction
{
    /// <summary>f(x) in every lane.</summary>
    static abstract TLanes Invoke<TLanes>(TLanes x)
        where TLanes : struct, ISingleLanes<TLanes>;
}
