using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>Gradient clipping by the joint norm: Pascanu, Mikolov and Bengio, 2013, arXiv:1211.5063.</summary>
/// <remarks>
/// In two parts, so that no gradient is changed in place (two leaves may share one array): the norm, and the factor
/// that <see cref="Optimizer{T}.Step(Gradients{T}, double, double)"/> multiplies the gradients by.
/// </remarks>
public static class GradientNorm
{
    /// <summary>n = √Σ |g|² over the gradients of all the variables; those without one count as zero.</summary>
    /// <remarks>
    /// Each array's sum is rounded to <typeparamref name="T"/>, the sum of those is taken in double, in order.
    /// </remarks>
    public static double Of<T>(Gradients<T> gradients, IEnumerable<Variable<T>> variables)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(variables);
        double total = 0;
        foreach (Variable<T> variable in variables)
        {
            total += SumOfSquares(gradients[variable]);
        }

        return Math.Sqrt(total);
    }

    /// <summary>min(1, greatest/(norm + 10⁻⁶)), PyTorch's factor.</summary>
    /// <param name="norm">The joint norm, finite.</param>
    /// <param name="greatest">The norm that gradients are scaled down to: above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public static double ClipFactor(double norm, double greatest)
    {
        TrainingGuard.NotNegative(norm, nameof(ClipFactor));
        TrainingGuard.Positive(greatest, nameof(ClipFactor));
        return Math.Min(1, greatest / (norm + 1e-6));
    }

    private static double SumOfSquares<T>(NdArray<T>? gradient)
        where T : unmanaged, IFloatingPointIeee754<T> => gradient switch
        {
            null => 0,
            { IsComplex: true } => SumOfSquares(gradient.Backend, gradient.Re)
                + SumOfSquares(gradient.Backend, gradient.Im),
            _ => SumOfSquares(gradient.Backend, gradient.Re),
        };

    private static double SumOfSquares<T>(IBackend<T> backend, View<T> plane)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        View<T> sum = new(backend.Allocate(1), 0, 1);
        backend.SumOfSquares(plane, sum);
        T result = default;
        backend.Download(sum, new Span<T>(ref result));
        return double.CreateChecked(result);
    }
}
