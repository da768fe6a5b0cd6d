namespace Ssm.Autodiff;

/// <content>Losses, each the mean over all elements unless it says otherwise.</content>
public static partial class Op
{
    /// <summary>mean |x − y|².</summary>
    /// <remarks>Adjoint: x̄ = 2(x − y)·ȳ / count.</remarks>
    public static Variable<T> MeanSquaredError<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Mean(AbsSquared(Subtract(x, y)));

    /// <summary>mean |x − y|.</summary>
    /// <remarks>Adjoint: x̄ = sign(x − y)·ȳ / count, and 0 where they are equal.</remarks>
    public static Variable<T> MeanAbsoluteError<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> => Mean(Abs(Subtract(x, y)));

    /// <summary>The mean of d²/2 where |d| ≤ 1 and |d| − 1/2 elsewhere, d = x − y. Real.</summary>
    /// <remarks>
    /// Adjoint: x̄ = clamp(d, −1, 1)·ȳ / count. Girshick, "Fast R-CNN", 2015, arXiv:1504.08083, eq. 3.
    /// </remarks>
    public static Variable<T> SmoothL1<T>(Variable<T> x, Variable<T> y)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // With c the difference cut to [−1, 1] both branches are c·(d − c/2).
        Variable<T> d = Subtract(x, y);
        Variable<T> c = Clamp(d, -T.One, T.One);
        return Mean(Multiply(c, Subtract(d, Scale(c, T.CreateChecked(0.5)))));
    }

    /// <summary>The mean of −t·log σ(x) − (1 − t)·log σ(−x): the cross-entropy of two classes. Real.</summary>
    /// <remarks>
    /// Computed as (1 − t)·x − log σ(x), which is finite for every x. Adjoint: x̄ = (σ(x) − t)·ȳ / count, t̄ = −x·ȳ /
    /// count.
    /// </remarks>
    public static Variable<T> BinaryCrossEntropyWithLogits<T>(Variable<T> x, Variable<T> target)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Mean(Subtract(Subtract(x, Multiply(target, x)), LogSigmoid(x)));

    /// <summary>Σ p·(log p − log q) over the last axis, averaged over the rows. Real.</summary>
    /// <remarks>
    /// Adjoint: the logarithm of q receives −p·ȳ / rows, p receives (log p + 1 − log q)·ȳ / rows. p must be positive.
    /// </remarks>
    /// <param name="logQ">The logarithms of the model's probabilities, (…, V).</param>
    /// <param name="p">The target's probabilities, (…, V).</param>
    public static Variable<T> KullbackLeibler<T>(Variable<T> logQ, Variable<T> p)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Mean(Sum(Multiply(p, Subtract(Log(p), logQ)), axis: -1));

    /// <summary>Cross-entropy with a share of every label spread evenly over the classes.</summary>
    /// <remarks>
    /// (1 − s)·(−log q[label]) − s/V·Σ_v log q[v] with q = softmax(logits). Adjoint: logits̄ = (softmax(logits) −
    /// (1 − s)·one-hot(label) − s/V)·ȳ. A label of −1 leaves its row out: loss 0. Szegedy et al., 2015,
    /// arXiv:1512.00567, section 7.
    /// </remarks>
    /// <param name="logits">Real, (…, V).</param>
    /// <param name="labels">Classes 0 … V − 1, or −1 to leave a row out; of the shape (…).</param>
    /// <param name="smoothing">s, the share that is spread.</param>
    /// <returns>The losses, real, (…).</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Variable<T> SmoothedCrossEntropy<T>(Variable<T> logits, Indices labels, T smoothing)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> exact = CrossEntropy(logits, labels);
        T[] counted = new T[labels.Values.Length];
        for (int i = 0; i < counted.Length; i++)
        {
            counted[i] = labels.Values[i] >= 0 ? T.One : T.Zero;
        }

        NdArray<T> mask = NdArray<T>.From(counted, labels.Shape, logits.Backend);
        Variable<T> even = Kept(Negate(Mean(LogSoftmax(logits), axis: -1)), mask);
        return Add(Scale(exact, T.One - smoothing), Scale(even, smoothing));
    }
}
