using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Layers;
using Ssm.Core.Training;
using Ssm.Kernels;

namespace Ssm.Tests.Devices;

/// <summary>One step of training on a device, as numbers on the host: what two devices are compared by.</summary>
internal static class DeviceStep
{
    /// <summary>Output, gradients, and parameters after two steps of AdamW with clipping, in the order of the model.
    /// </summary>
    internal static List<T[]> Run<T>(
        Module<T> model, Func<Variable<T>> forward, IEnumerable<Variable<T>>? inputs = null)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        List<T[]> numbers = [];
        Variable<T>[] watched = [.. model.Variables, .. inputs ?? []];
        AdamW<T> optimizer = new([new ParameterGroup<T>("all", 0.01, 0.1, model.Parameters)]);
        TapeMemory<T> memory = new();
        for (int step = 0; step < 2; step++)
        {
            using Tape<T> tape = new(memory);
            tape.Watch(watched);
            Variable<T> y = forward();
            numbers.Add(y.Value.ToArray());
            if (y.Tape is null)
            {
                return numbers;
            }

            Gradients<T> gradients = tape.Backward(Op.Mean(Op.AbsSquared(y)));
            foreach (Variable<T> variable in watched)
            {
                Add(numbers, gradients[variable]);
            }

            double norm = GradientNorm.Of(gradients, model.Variables);
            optimizer.Step(gradients, gradientScale: GradientNorm.ClipFactor(norm, 1e-3));
        }

        foreach (Variable<T> variable in model.Variables)
        {
            Add(numbers, variable.Value);
        }

        return numbers;
    }

    /// <summary>Standard normal numbers on a device.</summary>
    internal static Variable<T> Normal<T>(Shape shape, ulong seed, IBackend<T> backend)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RandomSource random = new(seed);
        T[] values = new T[shape.Count];
        foreach (ref T value in values.AsSpan())
        {
            value = T.CreateChecked(random.NextNormal());
        }

        return NdArray<T>.From(values, shape, backend);
    }

    private static void Add<T>(List<T[]> numbers, NdArray<T>? array)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (array is not null)
        {
            numbers.Add(array.ToArray());
            numbers.Add(array.ImaginaryToArray());
        }
    }
}
