using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Real signals of odd length by a complex transform of the whole length.</summary>
internal sealed unsafe class OddRealTransform<T>(int length) : RealLaneTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LaneTransform<T> _whole = LaneTransform<T>.Create(length);

    internal override void Forward(T* x, T* re, T* im, nint stride, int width)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(_whole.Points));
        fixed (T* scratch = rented)
        {
            Lanes<T>* points = LaneBlock.Align(scratch);
            LaneBlock.LoadReal(x, _whole.Length, stride, width, points);
            _whole.Forward(points);

            // Bin 0 of a real signal is real, but Bluestein's algorithm leaves it a rounding error.
            points[_whole.Order[0]] = new(points[_whole.Order[0]].Re, Vector<T>.Zero);
            ReadOnlySpan<int> bins = _whole.Order.AsSpan(0, (_whole.Length / 2) + 1);
            LaneBlock.Store(points, bins, T.One, re, im, stride, width);
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    internal override void Inverse(T* re, T* im, T* x, nint stride, int width)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(_whole.Points));
        fixed (T* scratch = rented)
        {
            Lanes<T>* points = LaneBlock.Align(scratch);
            int n = _whole.Length;

            // Exchanged parts make the forward transform the inverse one: the signal comes out as the imaginary part.
            points[0] = new(Vector<T>.Zero, LaneBlock.Read(re, width));
            for (int k = 1; k <= n / 2; k++)
            {
                Vector<T> binRe = LaneBlock.Read(re + (k * stride), width);
                Vector<T> binIm = LaneBlock.Read(im + (k * stride), width);
                points[k] = new(binIm, binRe);
                points[n - k] = new(-binIm, binRe);
            }

            _whole.Forward(points);
            Vector<T> scale = new(T.One / T.CreateChecked(n));
            foreach (int point in _whole.Order)
            {
                LaneBlock.Write(points[point].Im * scale, x, width);
                x += stride;
            }
        }

        ArrayPool<T>.Shared.Return(rented);
    }
}
