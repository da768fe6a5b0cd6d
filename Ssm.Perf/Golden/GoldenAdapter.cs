using System.Numerics;

namespace Ssm.Perf.Golden;

/// <summary>What computes the cases of one kind of golden file. Each answers whether it knows the case.</summary>
/// <param name="Stem">The file's name without the extension.</param>
/// <param name="Model">What the metadata of such files says under <c>model</c>.</param>
/// <param name="Double">Computes a case in double precision.</param>
/// <param name="Single">Computes a case in single precision: the same generic method.</param>
internal sealed record GoldenAdapter(
    string Stem,
    string Model,
    Func<GoldenCase<double>, bool> Double,
    Func<GoldenCase<float>, bool> Single)
{
    internal Func<GoldenCase<T>, bool> Of<T>()
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (Func<GoldenCase<T>, bool>)(object)(typeof(T) == typeof(double) ? Double : (Delegate)Single);
}
