namespace Ssm.Kernels;

/// <summary>Stochastic gradient descent: plain, with momentum, with Nesterov's momentum, in one pass.</summary>
/// <remarks>
/// In the order of PyTorch's SGD (2.6, no dampening), after Sutskever et al., "On the Importance of Initialization and
/// Momentum in Deep Learning", 2013: g ← g + wd p, b ← μ b + g, and p ← p − lr g, or p ← p − lr b, or
/// p ← p − lr (g + μ b).
/// A momentum buffer that is zero before the first step makes b = g there, as PyTorch does. Every element is computed
/// by itself, so the bits do not depend on the threads. The spans may not overlap.
/// </remarks>
public static unsafe class SgdKernel
{
    private const int Grain = 1 << 14;

    /// <summary>One step without momentum.</summary>
    /// <param name="parameter">p, changed in place.</param>
    /// <param name="gradient">g, of the same length.</param>
    /// <param name="learningRate">lr.</param>
    /// <param name="weightDecay">wd.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void Step<T>(
        Span<T> parameter, ReadOnlySpan<T> gradient, double learningRate, double weightDecay, int threads)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(threads, 1, nameof(SgdKernel));
        Guard.Length(gradient.Length, parameter.Length, nameof(SgdKernel));
        fixed (T* p = parameter, g = gradient)
        {
            Arrays<T> arrays = new(p, g, null, learningRate, weightDecay, momentum: 0);
            WorkSplit.Run(parameter.Length, Grain, parameter.Length, threads, arrays, Plain);
        }
    }

    /// <summary>One step with momentum.</summary>
    /// <param name="parameter">p, changed in place.</param>
    /// <param name="gradient">g, of the same length.</param>
    /// <param name="buffer">b, zero before the first step.</param>
    /// <param name="learningRate">lr.</param>
    /// <param name="momentum">μ.</param>
    /// <param name="weightDecay">wd.</param>
    /// <param name="threads">The most threads to use.</param>
    /// <exception cref="ArgumentException">The spans differ in length.</exception>
    public static void StepMomentum<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> buffer,
        double learningRate,
        double momentum,
        double weightDecay,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(parameter, gradient, buffer, learningRate, momentum, weightDecay, threads, Momentum);

    /// <summary>One step with Nesterov's momentum.</summary>
    /// <inheritdoc cref="StepMomentum"/>
    public static void StepNesterov<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> buffer,
        double learningRate,
        double momentum,
        double weightDecay,
        int threads)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Run(parameter, gradient, buffer, learningRate, momentum, weightDecay, threads, Nesterov);

    private static void Run<T>(
        Span<T> parameter,
        ReadOnlySpan<T> gradient,
        Span<T> buffer,
        double learningRate,
        double momentum,
        double weightDecay,
        int threads,
        WorkSplit.Piece<Arrays<T>> update)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Guard.AtLeast(threads, 1, nameof(SgdKernel));
        Guard.Length(gradient.Length, parameter.Length, nameof(SgdKernel));
        Guard.Length(buffer.Length, parameter.Length, nameof(SgdKernel));
        fixed (T* p = parameter, g = gradient, b = buffer)
        {
            Arrays<T> arrays = new(p, g, b, learningRate, weightDecay, momentum);
            WorkSplit.Run(parameter.Length, Grain, parameter.Length, threads, arrays, update);
        }
    }

    private static void Plain<T>(Arrays<T> x, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* p = x.P, g = x.G;
        T decay = x.Decay, minusRate = x.MinusRate;
        Vector<T> decays = new(decay), minusRates = new(minusRate);
        int i = start;
        for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> pi = Vector.Load(p + i);
            (pi + (minusRates * (Vector.Load(g + i) + (decays * pi)))).Store(p + i);
        }

        for (; i < end; i++)
        {
            T pi = p[i];
            p[i] = pi + (minusRate * (g[i] + (decay * pi)));
        }
    }

    private static void Momentum<T>(Arrays<T> x, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* p = x.P, g = x.G, b = x.B;
        T decay = x.Decay, minusRate = x.MinusRate, momentum = x.Momentum;
        Vector<T> decays = new(decay), minusRates = new(minusRate), momenta = new(momentum);
        int i = start;
        for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> pi = Vector.Load(p + i);
            Vector<T> bi = (momenta * Vector.Load(b + i)) + (Vector.Load(g + i) + (decays * pi));
            bi.Store(b + i);
            (pi + (minusRates * bi)).Store(p + i);
        }

        for (; i < end; i++)
        {
            T pi = p[i];
            T bi = (momentum * b[i]) + (g[i] + (decay * pi));
            b[i] = bi;
            p[i] = pi + (minusRate * bi);
        }
    }

    private static void Nesterov<T>(Arrays<T> x, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T* p = x.P, g = x.G, b = x.B;
        T decay = x.Decay, minusRate = x.MinusRate, momentum = x.Momentum;
        Vector<T> decays = new(decay), minusRates = new(minusRate), momenta = new(momentum);
        int i = start;
        for (; i <= end - Vector<T>.Count; i += Vector<T>.Count)
        {
            Vector<T> pi = Vector.Load(p + i);
            Vector<T> gi = Vector.Load(g + i) + (decays * pi);
            Vector<T> bi = (momenta * Vector.Load(b + i)) + gi;
            bi.Store(b + i);
            (pi + (minusRates * (gi + (momenta * bi)))).Store(p + i);
        }

        for (; i < end; i++)
        {
            T pi = p[i];
            T gi = g[i] + (decay * pi);
            T bi = (momentum * b[i]) + gi;
            b[i] = bi;
            p[i] = pi + (minusRate * (gi + (momentum * bi)));
        }
    }

    private readonly struct Arrays<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        internal Arrays(T* p, T* g, T* b, double learningRate, double weightDecay, double momentum)
        {
            P = p;
            G = g;
            B = b;
            MinusRate = T.CreateChecked(-learningRate);
            Decay = T.CreateChecked(weightDecay);
            Momentum = T.CreateChecked(momentum);
        }

        internal T* P { get; }

        internal T* G { get; }

        internal T* B { get; }

        internal T MinusRate { get; }

        internal T Decay { get; }

        internal T Momentum { get; }
    }
}
