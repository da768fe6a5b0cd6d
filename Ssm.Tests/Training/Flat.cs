using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Training;

namespace Ssm.Tests.Training;

/// <summary>Parameters and gradients without a model, for the optimisers.</summary>
internal static class Flat
{
    internal static Parameter<T> Parameter<T>(
        string name, NdArray<T> value, ParameterKind kind = ParameterKind.Weight)
        where T : unmanaged, IFloatingPointIeee754<T> => new(name, new Variable<T>(value), kind);

    internal static ParameterGroup<T> Group<T>(
        double learningRate, double weightDecay, params Parameter<T>[] members)
        where T : unmanaged, IFloatingPointIeee754<T> => new("group", learningRate, weightDecay, members);

    internal static Gradients<T> Gradients<T>(params (Parameter<T> Parameter, NdArray<T> Gradient)[] pairs)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using Tape<T> tape = new();
        Gradients<T> gradients = new();
        foreach ((Parameter<T> parameter, NdArray<T> gradient) in pairs)
        {
            gradients.Add(tape.Watch(parameter.Variable), gradient);
        }

        return gradients;
    }
}
