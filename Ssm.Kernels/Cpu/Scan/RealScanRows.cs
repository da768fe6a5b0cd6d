using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The row operations over real numbers; lanes run across channels, the gate changes nothing.</summary>
internal readonly unsafe struct RealScanRows<T> : IScanRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Planes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd<TGate>(
        LaneWalk walk, PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> h)
        where TGate : struct, IScanGate<T>
    {
        nint j = walk.First;
        for (int n = walk.Vectors; n > 0; n--, j += walk.Step)
        {
            Vector<T> product = Fused.MultiplyAdd(
                Vector.Load(a.Re + j), Vector.Load(x.Re + j), Vector.Load(b.Re + j));
            product.Store(h.Re + j);
        }

        for (j = walk.Tail(Vector<T>.Count); j < walk.Channels; j++)
        {
            h.Re[j] = Fused.MultiplyAdd(a.Re[j], x.Re[j], b.Re[j]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TGate>(LaneWalk walk, PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> h)
        where TGate : struct, IScanGate<T>
    {
        nint j = walk.First;
        for (int n = walk.Vectors; n > 0; n--, j += walk.Step)
        {
            (Vector.Load(a.Re + j) * Vector.Load(x.Re + j)).Store(h.Re + j);
        }

        for (j = walk.Tail(Vector<T>.Count); j < walk.Channels; j++)
        {
            h.Re[j] = a.Re[j] * x.Re[j];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(LaneWalk walk, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> h)
    {
        nint j = walk.First;
        for (int n = walk.Vectors; n > 0; n--, j += walk.Step)
        {
            (Vector.Load(x.Re + j) + Vector.Load(b.Re + j)).Store(h.Re + j);
        }

        for (j = walk.Tail(Vector<T>.Count); j < walk.Channels; j++)
        {
            h.Re[j] = x.Re[j] + b.Re[j];
        }
    }

    public static void Copy(LaneWalk walk, PlanePointers<T> b, PlanePointers<T> h) =>
        new ReadOnlySpan<T>(b.Re, walk.Channels).CopyTo(new Span<T>(h.Re, walk.Channels));

    public static void Clear(LaneWalk walk, PlanePointers<T> h) => new Span<T>(h.Re, walk.Channels).Clear();
}
