using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>The factor that clips gradients, computed on their device without waiting for it.</summary>
/// <remarks>What <see cref="GradientNorm"/> does, in the element type instead of double.</remarks>
internal sealed class GradientClip<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly IBackend<T> _backend;
    private readonly IReadOnlyList<Variable<T>> _variables;
    private readonly T _greatest;
    private readonly View<T> _sums;

    /// <summary>Prepares the memory.</summary>
    /// <param name="variables">The variables, all on one device.</param>
    /// <param name="greatest">The norm that gradients are scaled down to.</param>
    internal GradientClip(IReadOnlyList<Variable<T>> variables, double greatest)
    {
        (_variables, _greatest, _backend) = (variables, T.CreateChecked(greatest), variables[0].Backend);
        int planes = variables.Sum(v => v.IsComplex ? 2 : 1);
        _sums = new View<T>(_backend.Allocate(planes), 0, planes);
        Factor = NdArray<T>.Scalar(T.One, _backend);
    }

    /// <summary>min(1, greatest/(norm + 10⁻⁶)) of the gradients measured last.</summary>
    internal NdArray<T> Factor { get; }

    /// <summary>Computes the factor, and writes Σ |g|² over all gradients, the square of the norm.</summary>
    internal void Measure(Gradients<T> gradients, View<T> square)
    {
        int planes = 0;
        foreach (Variable<T> variable in _variables)
        {
            if (gradients[variable] is not { } gradient)
            {
                continue;
            }

            _backend.SumOfSquares(gradient.Re, _sums.Slice(planes++, 1));
            if (gradient.IsComplex)
            {
                _backend.SumOfSquares(gradient.Im, _sums.Slice(planes++, 1));
            }
        }

        _backend.Reduce<SumReduction<T>>(_sums.Slice(0, planes), square, new AxisShape(1, planes, 1));
        View<T> factor = Factor.Re;
        _backend.Unary(new Sqrt<T>(), square, factor);
        _backend.Unary(new AddConstant<T>(T.CreateChecked(GradientNorm.Least)), factor, factor);
        _backend.Unary(new Reciprocal<T>(), factor, factor);
        _backend.Unary(new Scale<T>(_greatest), factor, factor);
        _backend.Unary(new Clamp<T>(T.Zero, T.One), factor, factor);
    }
}
