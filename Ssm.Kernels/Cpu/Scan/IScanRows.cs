namespace Ssm.Kernels;

/// <summary>
/// The row operations of a scan, over real or over complex numbers: the scan's loops are written once.
/// </summary>
/// <remarks>Every output may be exactly the memory of any input: a lane is read before it is written.</remarks>
internal interface IScanRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>The number of planes.</summary>
    static abstract int Planes { get; }

    /// <summary>h = gate(a) ⊙ x + b.</summary>
    static abstract void MultiplyAdd<TGate>(
        LaneWalk walk, PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> h)
        where TGate : struct, IScanGate<T>;

    /// <summary>h = gate(a) ⊙ x.</summary>
    static abstract void Multiply<TGate>(LaneWalk walk, PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> h)
        where TGate : struct, IScanGate<T>;

    /// <summary>h = x + b.</summary>
    static abstract void Add(LaneWalk walk, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> h);

    /// <summary>h = b.</summary>
    static abstract void Copy(LaneWalk walk, PlanePointers<T> b, PlanePointers<T> h);

    /// <summary>h = 0.</summary>
    static abstract void Clear(LaneWalk walk, PlanePointers<T> h);
}
