namespace Ssm.Kernels;

/// <summary>Where a loop takes one of its arguments from: a span, or one number for all elements.</summary>
internal interface IOperand<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The lanes from element i on.</summary>
    Vector<T> Load(nuint i);

    /// <summary>The last count elements, from element i on; the lanes behind them are harmless.</summary>
    Vector<T> LoadTail(nuint i, nuint count);
}
