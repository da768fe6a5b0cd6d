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
    /// <summary>What is added to the norm, so that one of 0 can be divided by.</summary>
    internal const double Least = 1e-6;

    /// <summary>n = √Σ |g|² over the gradients of all the variables; those without one count as zero.</summary>
    /// <remarks>
    /// Each array's sum is rounded to <typeparamref name="T"/>, the sum of those is taken in double, in order.
    /// </remarks>
    public static double Of<T>(Gradients<T> gradients, IEnumerable<Variable<T>> variables)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ArgumentNullException.ThrowIfNull(variables);
        List<(IBackend<T> Device, View<T> Plane)> planes = [];
        foreach (Variable<T> variable in variables)
        {
            if (gradients[variable] is { } gradient)
            {
                planes.Add((gradient.Backend, gradient.Re));
                if (gradient.IsComplex)
                {
                    planes.Add((gradient.Backend, gradient.Im));
                }
            }
        }

        double total = 0;
        foreach (T sum in SumsOfSquares(planes))
        {
            total += double.CreateChecked(sum);
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
        return Math.Min(1, greatest / (norm + Least));
    }

    // All of them before the one copy from the device, which waits for it.
    private static T[] SumsOfSquares<T>(List<(IBackend<T> Device, View<T> Plane)> planes)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] sums = new T[planes.Count];
        if (sums.Length > 0)
        {
            IBackend<T> device = planes[0].Device;
            View<T> all = new(device.Allocate(sums.Length), 0, sums.Length);
            for (int i = 0; i < sums.Length; i++)
            {
                device.SumOfSquares(planes[i].Plane, all.Slice(i, 1));
            }

            device.Download(all, sums);
        }

        return sums;
    }
}
