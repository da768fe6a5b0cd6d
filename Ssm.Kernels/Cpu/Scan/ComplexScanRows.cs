using System.Runtime.CompilerServices;

namespace Ssm.Kernels;

/// <summary>The row operations over planar complex numbers; lanes run across channels.</summary>
internal readonly unsafe struct ComplexScanRows<T> : IScanRows<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    public static int Planes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyAdd<TGate>(
        LaneWalk walk, PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> h)
        where TGate : struct, IScanGate<T>
    {
        nint j = walk.First;
        for (int n = walk.Vectors; n > 0; n--, j += walk.Step)
        {
            Vector<T> ar = Vector.Load(a.Re + j), ai = TGate.Imaginary(Vector.Load(a.Im + j));
            Vector<T> xr = Vector.Load(x.Re + j), xi = Vector.Load(x.Im + j);
            Vector<T> hr = Fused.MultiplyAdd(ar, xr, Vector.Load(b.Re + j));
            Vector<T> hi = Fused.MultiplyAdd(ar, xi, Vector.Load(b.Im + j));
            Fused.MultiplyAdd(-ai, xi, hr).Store(h.Re + j);
            Fused.MultiplyAdd(ai, xr, hi).Store(h.Im + j);
        }

        for (j = walk.Tail(Vector<T>.Count); j < walk.Channels; j++)
        {
            T ar = a.Re[j], ai = TGate.Imaginary(a.Im[j]);
            T xr = x.Re[j], xi = x.Im[j];
            T hr = Fused.MultiplyAdd(ar, xr, b.Re[j]);
            T hi = Fused.MultiplyAdd(ar, xi, b.Im[j]);
            h.Re[j] = Fused.MultiplyAdd(-ai, xi, hr);
            h.Im[j] = Fused.MultiplyAdd(ai, xr, hi);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Multiply<TGate>(LaneWalk walk, PlanePointers<T> a, PlanePointers<T> x, PlanePointers<T> h)
        where TGate : struct, IScanGate<T>
    {
        nint j = walk.First;
        for (int n = walk.Vectors; n > 0; n--, j += walk.Step)
        {
            Vector<T> ar = Vector.Load(a.Re + j), ai = TGate.Imaginary(Vector.Load(a.Im + j));
            Vector<T> xr = Vector.Load(x.Re + j), xi = Vector.Load(x.Im + j);
            Fused.MultiplyAdd(-ai, xi, ar * xr).Store(h.Re + j);
            Fused.MultiplyAdd(ai, xr, ar * xi).Store(h.Im + j);
        }

        for (j = walk.Tail(Vector<T>.Count); j < walk.Channels; j++)
        {
            T ar = a.Re[j], ai = TGate.Imaginary(a.Im[j]);
            T xr = x.Re[j], xi = x.Im[j];
            h.Re[j] = Fused.MultiplyAdd(-ai, xi, ar * xr);
            h.Im[j] = Fused.MultiplyAdd(ai, xr, ar * xi);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add(LaneWalk walk, PlanePointers<T> x, PlanePointers<T> b, PlanePointers<T> h)
    {
        RealScanRows<T>.Add(walk, x, b, h);
        RealScanRows<T>.Add(walk, new(x.Im, null), new(b.Im, null), new(h.Im, null));
    }

    public static void Copy(LaneWalk walk, PlanePointers<T> b, PlanePointers<T> h)
    {
        RealScanRows<T>.Copy(walk, b, h);
        RealScanRows<T>.Copy(walk, new(b.Im, null), new(h.Im, null));
    }

    public static void Clear(LaneWalk walk, PlanePointers<T> h)
    {
        RealScanRows<T>.Clear(walk, h);
        RealScanRows<T>.Clear(walk, new(h.Im, null));
    }
}
