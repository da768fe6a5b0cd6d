namespace Ssm.Kernels;

/// <summary>An associative operation that takes many numbers to one; its loop is written once, in Reduce.</summary>
public interface IReduction<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The result for no number at all.</summary>
    static abstract T Identity { get; }

    /// <summary>Takes two numbers to one.</summary>
    static abstract T Combine(T x, T y);

    /// <summary>The same, lane by lane.</summary>
    static abstract Vector<T> Combine(Vector<T> x, Vector<T> y);
}
