using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Kernels;

namespace Ssm.Core.Training;

/// <summary>One parameter with what the optimiser remembers of it.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="group">Its group.</param>
/// <param name="memories">How many arrays of the parameter's shape are remembered.</param>
internal sealed class OptimizerSlot<T>(Parameter<T> parameter, ParameterGroup<T> group, int memories)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    internal Parameter<T> Parameter { get; } = parameter;

    internal ParameterGroup<T> Group { get; } = group;

    /// <summary>Moments and the like, zero before the first step, complex where the parameter is.</summary>
    internal NdArray<T>[] Memories { get; } = Zeros(parameter.Variable.Value, memories);

    /// <summary>A walk over the parameter beside one number.</summary>
    internal BroadcastPlan ByOneNumber { get; } = BroadcastPlan.Create([parameter.Variable.Shape.Count], [1]);

    /// <summary>Steps taken so far; a parameter that had no gradient in a step did not take it.</summary>
    internal int Steps { get; set; }

    private static NdArray<T>[] Zeros(NdArray<T> like, int count)
    {
        NdArray<T>[] zeros = new NdArray<T>[count];
        for (int i = 0; i < count; i++)
        {
            zeros[i] = NdArray<T>.Zeros(like.Shape, like.Backend, like.IsComplex);
        }

        return zeros;
    }
}
