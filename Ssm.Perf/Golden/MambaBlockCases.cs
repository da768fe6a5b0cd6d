using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Core.Scaffolding;
using Ssm.Core.Streaming;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of the Mamba mixer: a whole sequence, the states after it, and steps.</summary>
internal static class MambaBlockCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int channels = golden.ShapeOf("p.in_proj.weight")[1];
        MambaMixer<T> mixer = Mamba.Mixer<T>(
            channels, MambaParts.Options(golden, prefix: ""), new RandomSource(1), golden.Backend);
        MambaParts.Load(golden, mixer, prefix: "");
        Variable<T> x = golden.In("x");
        golden.Output("y", mixer.Forward(x));
        if (mixer.Convolution.Width == 1)
        {
            // No state of the convolution to compare.
            return true;
        }

        Variable<T> start = mixer.ZeroState(x.Shape[0]);
        int last = x.Shape[1] - 1;
        (_, Variable<T> before) = mixer.Forward(Op.Slice(x, 1, 0, last), start);
        (_, Variable<T> after) = mixer.Forward(Op.Slice(x, 1, last, 1), before);
        golden.Aux("conv_state", MambaParts.Taps(mixer, before, after));
        golden.Aux("ssm_state", MambaParts.States(mixer, after));
        Steps(golden, mixer, x.Detach(), start.Value);
        return true;
    }

    private static void Steps<T>(GoldenCase<T> golden, MambaMixer<T> mixer, Variable<T> x, NdArray<T> start)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Stepper<T> stepper = mixer.CreateStepper();
        int last = x.Shape[1] - 1;
        (NdArray<T> first, NdArray<T> before) = GoldenParts.Step(stepper, Op.Slice(x, 1, 0, last).Value, start);
        (NdArray<T> rest, NdArray<T> after) = GoldenParts.Step(stepper, Op.Slice(x, 1, last, 1).Value, before);
        golden.Aux("step_y", Op.Concat<T>(1, first, rest));
        golden.Aux("step_conv_state", MambaParts.Taps<T>(mixer, before, after));
        golden.Aux("step_ssm_state", MambaParts.States<T>(mixer, after));
    }
}
