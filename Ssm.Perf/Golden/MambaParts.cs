using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;

namespace Ssm.Perf.Golden;

/// <summary>Mamba mixers with the values of a case, under the names of state-spaces/mamba.</summary>
internal static class MambaParts
{
    private const string Convolution = "conv1d.weight";

    /// <summary>The choices that give a mixer the shapes of the case's parameters.</summary>
    internal static MambaOptions Options<T>(GoldenCase<T> golden, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape convolution = golden.ShapeOf($"p.{prefix}conv1d.weight");                         // (E, 1, K)
        return new MambaOptions
        {
            Mixer = new MambaMixerOptions
            {
                InnerChannels = convolution[0],
                ConvolutionWidth = convolution[2],
                ConvolutionBias = golden.Has($"p.{prefix}conv1d.bias"),
                Bias = golden.Has($"p.{prefix}in_proj.bias"),
            },
            Layer = new S6Options
            {
                StateSize = golden.ShapeOf($"p.{prefix}A_log")[1],
                DtRank = golden.ShapeOf($"p.{prefix}dt_proj.weight")[1],
            },
        };
    }

    /// <summary>Gives a mixer the values of the case.</summary>
    internal static void Load<T>(GoldenCase<T> golden, MambaMixer<T> mixer, string prefix)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach ((string name, Variable<T> parameter) in Names(mixer))
        {
            golden.Load(parameter, () => name == Convolution
                ? Op.Transpose(Op.Reshape(
                    golden.P($"{prefix}{name}"), [mixer.Convolution.Channels, mixer.Convolution.Width]))
                : golden.P($"{prefix}{name}"));
        }
    }

    /// <summary>A parameter as the reference stores it: the taps of the convolution last, (E, 1, K).</summary>
    internal static Variable<T> Stored<T>(string name, Variable<T> parameter)
        where T : unmanaged, IFloatingPointIeee754<T> => name == Convolution
            ? Op.Reshape(Op.Transpose(parameter), [parameter.Shape[1], 1, parameter.Shape[0]])
            : parameter;

    /// <summary>The parameters of a mixer by the names of the reference.</summary>
    internal static IEnumerable<(string Name, Variable<T> Parameter)> Names<T>(MambaMixer<T> mixer)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        S6<T> layer = (S6<T>)mixer.Layer;
        (string Name, Variable<T>? Parameter)[] names =
        [
            ("A_log", layer.ALog),
            ("D", layer.D),
            ("in_proj.weight", mixer.Input.Weight),
            ("in_proj.bias", mixer.Input.Bias),
            (Convolution, mixer.Convolution.Weight),
            ("conv1d.bias", mixer.Convolution.Bias),
            ("x_proj.weight", layer.Projection.Weight),
            ("dt_proj.weight", layer.DtWeight),
            ("dt_proj.bias", layer.DtBias),
            ("out_proj.weight", mixer.Output.Weight),
            ("out_proj.bias", mixer.Output.Bias),
        ];
        return names.Where(pair => pair.Parameter is not null).Select(pair => (pair.Name, pair.Parameter!));
    }

    /// <summary>The last K inputs of the convolution, (B, E, K): a state keeps K − 1, so the oldest of them is that of
    /// the state one step before.</summary>
    /// <param name="mixer">The mixer.</param>
    /// <param name="before">Its state before the last step.</param>
    /// <param name="after">Its state after it.</param>
    internal static Variable<T> Taps<T>(MambaMixer<T> mixer, Variable<T> before, Variable<T> after)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape rows = [before.Shape[0], mixer.Convolution.Width - 1, mixer.InnerChannels];
        Variable<T> oldest = Op.Slice(Op.Reshape(Inputs(before), rows), 1, 0, 1);
        return GoldenParts.SwapTime(Op.Concat(1, oldest, Op.Reshape(Inputs(after), rows)));

        Variable<T> Inputs(Variable<T> state) => Op.Slice(state, 1, 0, mixer.Convolution.StateSize);
    }

    /// <summary>The states of the layer inside, (B, E, N).</summary>
    internal static Variable<T> States<T>(MambaMixer<T> mixer, Variable<T> state)
        where T : unmanaged, IFloatingPointIeee754<T> => Op.Reshape(
            Op.Slice(state, 1, mixer.Convolution.StateSize, mixer.Layer.StateSize),
            [state.Shape[0], mixer.InnerChannels, mixer.Layer.StateSize / mixer.InnerChannels]);
}
