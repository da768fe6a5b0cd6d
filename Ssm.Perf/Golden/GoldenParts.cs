using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Discretization;
using Ssm.Core.Layers;
using Ssm.Core.Parametrization;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;

namespace Ssm.Perf.Golden;

/// <summary>What several adapters need: layouts, names, and layers that get their values from a case.</summary>
internal static class GoldenParts
{
    /// <summary>(…, 2) with real and imaginary parts in the last axis, as complex (…).</summary>
    internal static Variable<T> ViewAsComplex<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Op.Complex(Op.Select(x, axis: -1, 0), Op.Select(x, axis: -1, 1));

    /// <summary>Complex (…) as (…, 2): the inverse of <see cref="ViewAsComplex"/>.</summary>
    internal static Variable<T> ViewAsReal<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape shape = [.. z.Shape.Sizes, 1];
        return Op.Concat(shape.Rank - 1, Op.Reshape(Op.Real(z), shape), Op.Reshape(Op.Imaginary(z), shape));
    }

    /// <summary>(B, L, H) as (B, H, L), and back.</summary>
    internal static Variable<T> SwapTime<T>(Variable<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Permute(x, 0, 2, 1);

    /// <summary>A layer's states as complex numbers: (B, 2·count) with the real parts first, as (B, shape).</summary>
    internal static Variable<T> StateAsComplex<T>(Variable<T> state, Shape shape)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int half = state.Shape[1] / 2;
        Variable<T> z = Op.Complex(Op.Slice(state, 1, 0, half), Op.Slice(state, 1, half, half));
        return Op.Reshape(z, [state.Shape[0], .. shape.Sizes]);
    }

    /// <summary>Complex states (B, …) as a layer keeps them: (B, 2·count).</summary>
    internal static Variable<T> StateAsReal<T>(Variable<T> z)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> flat = Op.Reshape(z, [z.Shape[0], z.Shape.CountOf(1, z.Shape.Rank)]);
        return Op.Concat(1, Op.Real(flat), Op.Imaginary(flat));
    }

    /// <summary>Runs a batch one step at a time: (B, L, inputs) and (B, states) in, outputs and states out.</summary>
    internal static (NdArray<T> Y, NdArray<T> State) Step<T>(Stepper<T> stepper, NdArray<T> u, NdArray<T> state)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        (int batch, int length) = (u.Shape[0], u.Shape[1]);
        T[] inputs = u.ToArray(), states = state.ToArray(), outputs = new T[batch * length * stepper.OutputSize];
        for (int i = 0; i < batch * length; i++)
        {
            stepper.Step(
                inputs.AsSpan(i * stepper.InputSize, stepper.InputSize),
                states.AsSpan(i / length * stepper.StateSize, stepper.StateSize),
                outputs.AsSpan(i * stepper.OutputSize, stepper.OutputSize));
        }

        return (
            NdArray<T>.From(outputs, [batch, length, stepper.OutputSize], u.Backend),
            NdArray<T>.From(states, state.Shape, u.Backend));
    }

    /// <summary>Null for a method that the library does not have.</summary>
    internal static DiscretizationMethod? Discretization(string name) => name switch
    {
        "zoh" => DiscretizationMethod.ZeroOrderHold,
        "bilinear" => DiscretizationMethod.Bilinear,
        _ => null,
    };

    internal static Transform Transform(string name) => name switch
    {
        "none" => Core.Parametrization.Transform.None,
        "exp" => Core.Parametrization.Transform.Exp,
        "softplus" => Core.Parametrization.Transform.Softplus,
        "sigmoid" => Core.Parametrization.Transform.Sigmoid,
        "relu" => Core.Parametrization.Transform.Relu,
        _ => throw new InvalidDataException($"the transform '{name}' is not known"),
    };

    /// <summary>A linear layer under Flax's names: its kernel is (in, out).</summary>
    internal static void LoadFlax<T>(GoldenCase<T> golden, Linear<T> layer, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        golden.Load(layer.Weight, () => Op.Transpose(golden.P($"{name}.kernel")));
        golden.Load(layer.Bias!, () => golden.P($"{name}.bias"));
    }

    /// <summary>The gated unit and the norm of a block, under the names of the Flax models.</summary>
    internal static void LoadFlax<T>(GoldenCase<T> golden, ResidualBlock<T> block, string prefix, string norm)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (block.Unit.Value is { } value)
        {
            LoadFlax(golden, value, $"{prefix}out1");
        }

        if (block.Unit.Gate is { } gate)
        {
            LoadFlax(golden, gate, $"{prefix}out2");
        }

        (Variable<T> weight, Variable<T> bias) = Affine(block.Normalization);
        golden.Load(weight, () => golden.P($"{prefix}{norm}.scale"));
        golden.Load(bias, () => golden.P($"{prefix}{norm}.bias"));
    }

    /// <summary>The scale and the shift of a block's norm.</summary>
    internal static (Variable<T> Weight, Variable<T> Bias) Affine<T>(SequenceLayer<T>? norm)
        where T : unmanaged, IFloatingPointIeee754<T> => norm switch
        {
            LayerNorm<T> layer => (layer.Weight, layer.Bias),
            BatchNorm<T> batch => (batch.Weight, batch.Bias),
            _ => throw new InvalidDataException("the block has no norm that a golden case could give values to"),
        };
}
