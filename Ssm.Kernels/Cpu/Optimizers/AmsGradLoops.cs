namespace Ssm.Kernels;

/// <summary>The loop of AdamW with AMSGrad: as <see cref="AdamLoops"/>, and one more array.</summary>
internal static unsafe class AmsGradLoops
{
    internal static void Run<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> mean,
        Span<T> square,
        Span<T> greatestSquare,
        in AdamCoefficients<T> coefficients,
        int threads,
        string kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(threads, 1, kernel);
        Guard.Length(gradient.Length, parameter.Length, kernel);
        Guard.Length(mean.Length, parameter.Length, kernel);
        Guard.Length(square.Length, parameter.Length, kernel);
        Guard.Length(greatestSquare.Length, parameter.Length, kernel);
        fixed (T* p = parameter, g = gradient, m = mean, v = square, most = greatestSquare)
        {
            Arrays<T> arrays = new(p, g, m, v, most, coefficients);
            WorkSplit.Run(
                parameter.Length, AdamLoops.Grain, (long)parameter.Length * AdamLoops.Cost, threads, arrays, Update);
        }
    }

    private static void Update<T>(Arrays<T> x, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Update(
            x.P + start, x.G + start, x.M + start, x.V + start, x.Most + start, end - start, x.Coefficients);

    private static void Update<T>(T* p, T* g, T* m, T* v, T* most, int length, in AdamCoefficients<T> by)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> keep = new(by.Keep), newMean = new(by.NewMean);
        Vector<T> oldSquare = new(by.OldSquare), newSquare = new(by.NewSquare);
        Vector<T> correction = new(by.RootCorrection), epsilon = new(by.Epsilon), minusStep = new(by.MinusStep);
        int i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> gi = Vector.Load(g + i), mi = Vector.Load(m + i);
            mi += newMean * (gi - mi);
            Vector<T> vi = (oldSquare * Vector.Load(v + i)) + (newSquare * gi * gi);
            Vector<T> greatest = Vector.Max(Vector.Load(most + i), vi);
            mi.Store(m + i);
            vi.Store(v + i);
            greatest.Store(most + i);
            Vector<T> kept = keep * Vector.Load(p + i);
            (kept + (minusStep * mi / ((Vector.SquareRoot(greatest) / correction) + epsilon))).Store(p + i);
        }

        for (; i < length; i++)
        {
            T gi = g[i], mi = m[i];
            mi += by.NewMean * (gi - mi);
            T vi = (by.OldSquare * v[i]) + (by.NewSquare * gi * gi);
            T greatest = T.Max(most[i], vi);
            m[i] = mi;
            v[i] = vi;
            most[i] = greatest;
            T kept = by.Keep * p[i];
            p[i] = kept + (by.MinusStep * mi / ((T.Sqrt(greatest) / by.RootCorrection) + by.Epsilon));
        }
    }

    private readonly struct Arrays<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal Arrays(T* p, T* g, T* m, T* v, T* most, in AdamCoefficients<T> coefficients)
        {
            P = p;
            G = g;
            M = m;
            V = v;
            Most = most;
            Coefficients = coefficients;
        }

        internal T* P { get; }

        internal T* G { get; }

        internal T* M { get; }

        internal T* V { get; }

        internal T* Most { get; }

        internal AdamCoefficients<T> Coefficients { get; }
    }
}
