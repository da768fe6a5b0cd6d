using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Core.Implementation;

/// <summary>Runs a small part of a model in double, whatever the model's element type.</summary>
/// <remarks>
/// For quotients of differences, as (I − Āᴸ)⁻¹, that leave too few digits of a float. The part is recorded on a tape of
/// its own in double, which the pullback plays back; only its inputs, its output and their gradients are rounded.
/// </remarks>
internal static class InDouble
{
    /// <summary>function(inputs), computed in double and differentiable.</summary>
    internal static Variable<T> Run<T>(
        Func<Variable<double>[], Variable<double>> function, params Variable<T>[] inputs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if ((object)inputs is Variable<double>[] exact)
        {
            return (Variable<T>)(object)function(exact);
        }

        Variable<double>[] wide = Array.ConvertAll(inputs, input => new Variable<double>(Widen(input.Value)));
        IBackend<T> backend = inputs[0].Backend;
        return Array.Find(inputs, input => input.Tape is not null)?.Tape is { } tape
            ? Record(tape, function, inputs, wide, backend)
            : new Variable<T>(Narrow<T>(function(wide).Value, backend));
    }

    /// <summary>The same numbers in double, on the host.</summary>
    internal static NdArray<double> Widen<T>(NdArray<T> x)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        double[] re = Array.ConvertAll(x.ToArray(), double.CreateChecked);
        return x.IsComplex
            ? NdArray<double>.From(re, Array.ConvertAll(x.ImaginaryToArray(), double.CreateChecked), x.Shape)
            : NdArray<double>.From(re, x.Shape);
    }

    private static NdArray<T> Narrow<T>(NdArray<double> x, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T[] re = Array.ConvertAll(x.ToArray(), T.CreateChecked);
        return x.IsComplex
            ? NdArray<T>.From(re, Array.ConvertAll(x.ImaginaryToArray(), T.CreateChecked), x.Shape, backend)
            : NdArray<T>.From(re, x.Shape, backend);
    }

    private static Variable<T> Record<T>(
        Tape<T> tape, Func<Variable<double>[], Variable<double>> function, Variable<T>[] inputs,
        Variable<double>[] wide, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Tape<double> inner = new();
        inner.Watch(wide);
        Variable<double> y = function(wide);
        return tape.Record(Narrow<T>(y.Value, backend), InDoublePullback, [.. inputs], nameof(InDouble));

        void InDoublePullback(NdArray<T> dy, Gradients<T> gradients)
        {
            Gradients<double> through = inner.Backward(y, Widen(dy));
            for (int i = 0; i < inputs.Length; i++)
            {
                if (through[wide[i]] is { } gradient)
                {
                    gradients.Add(inputs[i], Narrow(gradient, backend));
                }
            }
        }
    }
}
