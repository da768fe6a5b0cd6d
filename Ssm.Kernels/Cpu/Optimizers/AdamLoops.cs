namespace Ssm.Kernels;

/// <summary>The one loop of Adam and AdamW, which differ only in which of two coefficients is neutral.</summary>
internal static unsafe class AdamLoops
{
    // Elements in a piece: 64 KiB of each of four arrays in float.
    internal const int Grain = 1 << 14;

    // About this many elementary operations an element, square root and divisions weighing most.
    internal const int Cost = 8;

    internal static void Run<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> mean,
        Span<T> square,
        in AdamCoefficients<T> coefficients,
        int threads,
        string kernel)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(threads, 1, kernel);
        Guard.Length(gradient.Length, parameter.Length, kernel);
        Guard.Length(mean.Length, parameter.Length, kernel);
        Guard.Length(square.Length, parameter.Length, kernel);
        fixed (T* p = parameter, g = gradient, m = mean, v = square)
        {
            Arrays<T> arrays = new(p, g, m, v, coefficients);
            WorkSplit.Run(parameter.Length, Grain, (long)parameter.Length * Cost, threads, arrays, Update);
        }
    }

    private static void Update<T>(Arrays<T> x, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Update(
            x.P + start, x.G + start, x.M + start, x.V + start, end - start, x.Coefficients);

    private static void Update<T>(T* p, T* g, T* m, T* v, int length, in AdamCoefficients<T> by)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Vector<T> keep = new(by.Keep), penalty = new(by.Penalty), newMean = new(by.NewMean);
        Vector<T> oldSquare = new(by.OldSquare), newSquare = new(by.NewSquare);
        Vector<T> correction = new(by.RootCorrection), epsilon = new(by.Epsilon), minusStep = new(by.MinusStep);
        int i = 0;
        for (; i <= length - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> pi = Vector.Load(p + i), mi = Vector.Load(m + i);
            Vector<T> gi = Vector.Load(g + i) + (penalty * pi);
            mi += newMean * (gi - mi);
            Vector<T> vi = (oldSquare * Vector.Load(v + i)) + (newSquare * gi * gi);
            mi.Store(m + i);
            vi.Store(v + i);
            ((keep * pi) + (minusStep * mi / ((Vector.SquareRoot(vi) / correction) + epsilon))).Store(p + i);
        }

        for (; i < length; i++)
        {
            T pi = p[i], mi = m[i];
            T gi = g[i] + (by.Penalty * pi);
            mi += by.NewMean * (gi - mi);
            T vi = (by.OldSquare * v[i]) + (by.NewSquare * gi * gi);
            m[i] = mi;
            v[i] = vi;
            p[i] = (by.Keep * pi) + (by.MinusStep * mi / ((T.Sqrt(vi) / by.RootCorrection) + by.Epsilon));
        }
    }

    private readonly struct Arrays<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal Arrays(T* p, T* g, T* m, T* v, in AdamCoefficients<T> coefficients)
        {
            P = p;
            G = g;
            M = m;
            V = v;
            Coefficients = coefficients;
        }

        internal T* P { get; }

        internal T* G { get; }

        internal T* M { get; }

        internal T* V { get; }

        internal AdamCoefficients<T> Coefficients { get; }
    }
}
