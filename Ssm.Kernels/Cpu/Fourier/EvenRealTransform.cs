using System.Buffers;

namespace Ssm.Kernels;

/// <summary>Real signals of even length n by a complex transform of half the length.</summary>
/// <remarks>
/// With z[j] = x[2j] + i·x[2j+1], Z its transform of n/2 points, indices modulo n/2, and g[k] = −(i/2) e^(−2πi·k/n)
/// <code>
///   X[k] = (Z[k] + conj Z[n/2−k])/2 + g[k] (Z[k] − conj Z[n/2−k])
///   Z[k] = (X[k] + conj X[n/2−k])/2 + conj g[k] (X[k] − conj X[n/2−k])
/// </code>
/// Both are done while rows are copied, so they cost no pass of their own.
/// </remarks>
internal sealed unsafe class EvenRealTransform<T> : RealLaneTransform<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly LaneTransform<T> _half;
    private readonly T[] _turns;

    internal EvenRealTransform(int length)
    {
        _half = LaneTransform<T>.Create(length / 2);
        _turns = new T[length + 2];
        for (int k = 0; k <= length / 2; k++)
        {
            // −i·w^k is w^(k + n/4), and in quarters of a point k + n/4 is a whole number.
            Twiddle.Write(_turns.AsSpan(2 * k, 2), (4L * k) + length, 4L * length, 0.5);
        }
    }

    internal override void Forward(T* x, T* re, T* im, nint stride, int width)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(_half.Points));
        fixed (T* scratch = rented, turns = _turns)
        {
            Lanes<T>* z = LaneBlock.Align(scratch);
            LaneBlock.Load(x, x + stride, _half.Length, 2 * stride, width, z);
            _half.Forward(z);
            Separate(z, turns, re, im, stride, width);
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    internal override void Inverse(T* re, T* im, T* x, nint stride, int width)
    {
        T[] rented = ArrayPool<T>.Shared.Rent(LaneBlock.ScratchLength<T>(_half.Points));
        fixed (T* scratch = rented, turns = _turns)
        {
            Lanes<T>* z = LaneBlock.Align(scratch);
            Join(re, im, z, turns, stride, width);
            _half.Forward(z);

            // The parts are still exchanged: even samples come out as imaginary parts.
            T scale = T.One / T.CreateChecked(_half.Length);
            LaneBlock.Store(z, _half.Order, scale, x + stride, x, 2 * stride, width);
        }

        ArrayPool<T>.Shared.Return(rented);
    }

    private void Separate(Lanes<T>* z, T* turns, T* re, T* im, nint stride, int width)
    {
        int half = _half.Length;
        ReadOnlySpan<int> order = _half.Order;
        Vector<T> oneHalf = new(T.CreateChecked(0.5));
        for (int k = 0; k <= half; k++)
        {
            Lanes<T> a = z[order[k == half ? 0 : k]];
            Lanes<T> b = z[order[k == 0 ? 0 : half - k]];
            Lanes<T> conjugate = new(b.Re, -b.Im);
            Lanes<T> bin = ((a + conjugate) * oneHalf) + ((a - conjugate) * Lanes<T>.Broadcast(turns + (2 * k)));
            LaneBlock.Write(bin.Re, re, width);
            LaneBlock.Write(bin.Im, im, width);
            re += stride;
            im += stride;
        }
    }

    // Writes the parts exchanged, which makes the forward transform that follows the inverse one.
    private void Join(T* re, T* im, Lanes<T>* z, T* turns, nint stride, int width)
    {
        int half = _half.Length;
        Vector<T> oneHalf = new(T.CreateChecked(0.5));

        // Bins 0 and n/2 are real whatever their imaginary parts say; there conj g is i/2.
        Vector<T> first = LaneBlock.Read(re, width), last = LaneBlock.Read(re + (half * stride), width);
        z[0] = new((first - last) * oneHalf, (first + last) * oneHalf);
        for (int k = 1; k < half; k++)
        {
            nint low = k * stride, high = (half - k) * stride;
            Lanes<T> a = new(LaneBlock.Read(re + low, width), LaneBlock.Read(im + low, width));
            Lanes<T> b = new(LaneBlock.Read(re + high, width), -LaneBlock.Read(im + high, width));
            Lanes<T> turned = Lanes<T>.ConjugateTimes(Lanes<T>.Broadcast(turns + (2 * k)), a - b);
            z[k] = (((a + b) * oneHalf) + turned).Swapped;
        }
    }
}
