using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of Mamba-2: the chunked scan alone, with its step sizes, and the whole mixer.</summary>
internal static class Mamba2Cases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Has("p.in_proj.weight"))
        {
            Mixer(golden);
        }
        else if (golden.Has("in.X"))
        {
            Dual(golden);
        }
        else if (golden.Has("in.dt"))
        {
            Scan(golden);
        }
        else
        {
            Segments(golden);
        }

        return true;
    }

    private static void Segments<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> sums = Op.SegmentSum(golden.In("x"));
        golden.Output("segsum_lower", sums);
        golden.Output("exp_segsum", Op.LowerTriangle(Op.Exp(sums)));
    }

    // Each head has its own B and C. The initial states have an axis for chunks, of which there is one.
    private static void Dual<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("X"), b = golden.In("B");
        Variable<T>? initial = golden.Has("in.initial_states")
            ? Op.Reshape(
                golden.In("initial_states"), [x.Shape[0], x.Shape[2], x.Shape[3], b.Shape[3]])
            : null;
        (Variable<T> y, Variable<T> final) = Op.StateSpaceDual(
            x, golden.In("A"), b, golden.In("C"), golden.Int("block_len"), initial);
        golden.Output("Y", y);
        golden.Output("final_state", final);
    }

    private static void Scan<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x"), raw = golden.In("dt") + golden.P("dt_bias");
        Variable<T> delta = golden.Bool("dt_softplus") ? Op.Softplus(raw) : raw;
        (Variable<T> y, _) = Op.StateSpaceDual(
            x * Op.Reshape(delta, [.. delta.Shape.Sizes, 1]), delta * golden.P("A"), golden.In("B"), golden.In("C"),
            chunk: 5);
        y += Op.Reshape(golden.P("D"), [x.Shape[2], 1]) * x;
        golden.Output("y", golden.Has("in.z") ? Op.SwiGlu(golden.In("z"), y) : y);
    }

    private static void Mixer<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Mamba2<T> mixer = Create(golden);
        Variable<T> u = golden.In("u");
        golden.Output("y", mixer.Forward(u));
        if (!golden.Has("aux.step_y") || mixer.Convolution.Width == 1)
        {
            return;
        }

        Stepper<T> stepper = mixer.CreateStepper();
        int last = u.Shape[1] - 1;
        Variable<T> samples = u.Detach();
        (NdArray<T> first, NdArray<T> before) = GoldenParts.Step(
            stepper, Op.Slice(samples, 1, 0, last).Value, mixer.ZeroState(u.Shape[0]).Value);
        (NdArray<T> rest, NdArray<T> after) = GoldenParts.Step(stepper, Op.Slice(samples, 1, last, 1).Value, before);
        golden.Aux("step_y", Op.Concat<T>(1, first, rest));

        // A state keeps K − 1 inputs of the convolution: the oldest of K is that of the state one step before.
        int taps = mixer.Convolution.StateSize;
        Shape rows = [u.Shape[0], mixer.Convolution.Width - 1, mixer.Convolution.Channels];
        Variable<T> oldest = Op.Slice(Op.Reshape(Op.Slice<T>(before, 1, 0, taps), rows), 1, 0, 1);
        Variable<T> newest = Op.Reshape(Op.Slice<T>(after, 1, 0, taps), rows);
        golden.Aux("conv_state", GoldenParts.SwapTime(Op.Concat(1, oldest, newest)));
        if (mixer.Start is null)
        {
            golden.Aux("ssm_state", Op.Reshape(
                Op.Slice<T>(after, 1, taps, mixer.StateSize - taps),
                [u.Shape[0], mixer.Heads, mixer.Options.HeadChannels, mixer.Options.StateSize]));
        }
    }

    private static Mamba2<T> Create<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Shape convolution = golden.ShapeOf("p.conv1d.weight"), output = golden.ShapeOf("p.out_proj.weight");
        int heads = golden.ShapeOf("p.A_log")[0], groups = golden.Int("ngroups");
        Mamba2Options options = new()
        {
            InnerChannels = output[1],
            HeadChannels = output[1] / heads,
            StateSize = (convolution[0] - output[1]) / (2 * groups),
            Groups = groups,
            ConvolutionWidth = convolution[2],
            ConvolutionBias = golden.Has("p.conv1d.bias"),
            Bias = golden.Has("p.in_proj.bias"),
            TrainedStart = golden.Has("p.init_states"),
            SkipPerChannel = golden.ShapeOf("p.D")[0] != heads,
            Chunk = 7,
        };
        Mamba2<T> mixer = new(output[0], options, new RandomSource(1), golden.Backend);
        golden.Load(mixer.Convolution.Weight, () => Op.Transpose(
            Op.Reshape(golden.P("conv1d.weight"), [convolution[0], convolution[2]])));
        Load("in_proj.weight", mixer.Input.Weight);
        Load("in_proj.bias", mixer.Input.Bias);
        Load("conv1d.bias", mixer.Convolution.Bias);
        Load("dt_bias", mixer.DtBias);
        Load("A_log", mixer.ALog);
        Load("D", mixer.D);
        Load("init_states", mixer.Start);
        Load("norm.weight", mixer.Normalization!.Weight);
        Load("out_proj.weight", mixer.Output.Weight);
        Load("out_proj.bias", mixer.Output.Bias);
        return mixer;

        void Load(string name, Variable<T>? parameter)
        {
            if (parameter is not null)
            {
                golden.Load(parameter, () => golden.P(name));
            }
        }
    }
}
