using System.Numerics;

namespace Ssm.Tests.Perf;

/// <summary>What the rivals of <c>bench</c> have to compute, by definition and in double.</summary>
internal static class RivalOracle
{
    internal static Complex[] Fourier(ReadOnlySpan<Complex> x)
    {
        Complex[] spectrum = new Complex[x.Length];
        for (int k = 0; k < x.Length; k++)
        {
            for (int t = 0; t < x.Length; t++)
            {
                double turns = (double)((long)k * t % x.Length) / x.Length;
                spectrum[k] += x[t] * Complex.FromPolarCoordinates(1, -2 * Math.PI * turns);
            }
        }

        return spectrum;
    }

    /// <summary>y[t] = Σ k[s] u[t − s].</summary>
    internal static double[] Causal(ReadOnlySpan<double> u, ReadOnlySpan<double> k)
    {
        double[] y = new double[u.Length];
        for (int t = 0; t < u.Length; t++)
        {
            for (int s = 0; s <= t; s++)
            {
                y[t] += k[s] * u[t - s];
            }
        }

        return y;
    }

    /// <summary>y[s] = Σ k[t − s] g[t], the adjoint of <see cref="Causal"/>.</summary>
    internal static double[] Anticausal(ReadOnlySpan<double> g, ReadOnlySpan<double> k)
    {
        double[] y = new double[g.Length];
        for (int t = 0; t < g.Length; t++)
        {
            for (int s = 0; s <= t; s++)
            {
                y[s] += k[t - s] * g[t];
            }
        }

        return y;
    }

    /// <summary>h[t] = a[t] h[t−1] + b[t] of one channel.</summary>
    internal static Complex[] Scan(Complex[] a, Complex[] b)
    {
        Complex[] h = new Complex[b.Length];
        for (int t = 0; t < b.Length; t++)
        {
            h[t] = b[t] + (t > 0 ? a[t] * h[t - 1] : 0);
        }

        return h;
    }

    /// <summary>The gradients of a and b of <see cref="Scan"/>, given that of h.</summary>
    internal static (Complex[] A, Complex[] B) ScanAdjoint(Complex[] a, Complex[] h, Complex[] dh)
    {
        Complex[] da = new Complex[h.Length], db = new Complex[h.Length];
        for (int t = h.Length - 1; t >= 0; t--)
        {
            db[t] = dh[t] + (t < h.Length - 1 ? Complex.Conjugate(a[t + 1]) * db[t + 1] : 0);
            da[t] = t > 0 ? Complex.Conjugate(h[t - 1]) * db[t] : 0;
        }

        return (da, db);
    }

    /// <summary>The selective scan of one channel: a is (N), b and c are (L, N).</summary>
    internal static double[] Selective(double[] u, double[] raw, double[] a, double[] b, double[] c, double d)
    {
        double[] state = new double[a.Length], y = new double[u.Length];
        for (int t = 0; t < u.Length; t++)
        {
            double delta = Math.Log(1 + Math.Exp(raw[t]));
            y[t] = d * u[t];
            for (int n = 0; n < a.Length; n++)
            {
                state[n] = (Math.Exp(delta * a[n]) * state[n]) + (delta * u[t] * b[(t * a.Length) + n]);
                y[t] += c[(t * a.Length) + n] * state[n];
            }
        }

        return y;
    }

    internal static Complex[] Interleaved(ReadOnlySpan<double> numbers)
    {
        Complex[] values = new Complex[numbers.Length / 2];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new(numbers[2 * i], numbers[(2 * i) + 1]);
        }

        return values;
    }

    internal static double[] Double<T>(ReadOnlySpan<T> numbers)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] values = new double[numbers.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = double.CreateChecked(numbers[i]);
        }

        return values;
    }

    /// <summary>Every element that begins at one place and is followed after each step.</summary>
    internal static TItem[] Every<TItem>(TItem[] items, int first, int step, int count) =>
        [.. Enumerable.Range(0, count).Select(i => items[first + (i * step)])];

    /// <summary>The largest difference in units of epsilon times the largest expected magnitude.</summary>
    internal static double Units<T>(IReadOnlyList<Complex> actual, IReadOnlyList<Complex> expected)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Assert.That(actual, Has.Count.EqualTo(expected.Count));
        double difference = actual.Zip(expected, (a, e) => Complex.Abs(a - e)).Max();
        double epsilon = typeof(T) == typeof(float) ? Math.ScaleB(1, -24) : Math.ScaleB(1, -53);
        return double.IsNaN(difference) ? double.PositiveInfinity
            : difference / (epsilon * Math.Max(expected.Max(Complex.Abs), double.Epsilon));
    }

    internal static double Units<T>(double[] actual, double[] expected)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Units<T>([.. actual.Select(x => new Complex(x, 0))], [.. expected.Select(x => new Complex(x, 0))]);
}
