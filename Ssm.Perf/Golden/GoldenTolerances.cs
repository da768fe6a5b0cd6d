using System.Numerics;

namespace Ssm.Perf.Golden;

/// <summary>How far a case may be from its golden values.</summary>
/// <param name="Values">For outputs, further results and the loss, relative to the largest of the tensor.</param>
/// <param name="Gradients">For gradients, likewise.</param>
/// <param name="LeastGradient">What a gradient's error is relative to where the gradient is smaller still.</param>
internal readonly record struct GoldenTolerances(double Values, double Gradients, double LeastGradient = 0)
{
    /// <summary>What the stored values are good for in double precision: see INDEX.md of the golden files.</summary>
    private static readonly GoldenTolerances InDouble = new(1e-10, 1e-9);

    /// <summary>Below this, float results differ by the order of their sums alone.</summary>
    private const double LeastInSingle = 1e-5;

    internal static GoldenTolerances For<T>(GoldenFile file, string id)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        typeof(T) == typeof(double) ? Double(file.Stem, id) : Single(file.Case(id));

    private static GoldenTolerances Double(string stem, string id) => (stem, id) switch
    {
        // Roots of unity near poles of the kernel, then a Woodbury correction.
        ("s4_dplr", _) => InDouble with { Values = 1e-9 },

        // Eigenvectors.
        ("hippo", _) when id.StartsWith("nplr", StringComparison.Ordinal)
            || id.StartsWith("s5_", StringComparison.Ordinal)
            || id.EndsWith("init_legs", StringComparison.Ordinal) => InDouble with { Values = 1e-9 },

        // 1 − a² cancels.
        ("rglru", "clipped_sqrt_gradient") => new GoldenTolerances(1e-8, 1e-7),
        _ => InDouble,
    };

    // Ten times what the reference itself reaches in float. Where it records nothing, its gradients have no digit left
    // in
    // float (a softmax with all weight on one class): they are then held against the weights of the loss, which are
    // about 1.
    private static GoldenTolerances Single(GoldenCaseIndex index) => new(
        Math.Max(10 * (index.Number("f32_out") ?? 0), LeastInSingle),
        Math.Max(10 * (index.Number("f32_grad") ?? 0), LeastInSingle),
        index.Number("f32_grad") is null ? 1 : 0);
}
