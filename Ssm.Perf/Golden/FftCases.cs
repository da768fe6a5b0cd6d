using System.Numerics;
using Ssm.Autodiff;
using Ssm.Kernels;

namespace Ssm.Perf.Golden;

/// <summary>Golden cases of discrete Fourier transforms of one signal, by the plans that convolutions use.</summary>
internal static class FftCases
{
    internal static bool Run<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (golden.Backend is not CpuBackend<T>)
        {
            return RunByOps(golden);
        }

        NdArray<T> x = golden.In("x").Value, r = golden.In("r").Value, half = golden.In("half").Value;
        FftPlan<T> plan = new(x.Shape[0]);
        T[] re = x.ToArray(), im = x.ImaginaryToArray();
        plan.Forward(new Planar<T>(re, im), lanes: 1);
        golden.Output("fft", NdArray<T>.From(re, im, x.Shape));

        (re, im) = (x.ToArray(), x.ImaginaryToArray());
        plan.Inverse(new Planar<T>(re, im), lanes: 1);
        golden.Output("ifft", NdArray<T>.From(re, im, x.Shape));

        RealFftPlan<T> realPlan = new(r.Shape[0]);
        (re, im) = (new T[realPlan.Bins], new T[realPlan.Bins]);
        realPlan.Forward(r.ToArray(), new Planar<T>(re, im), lanes: 1);
        golden.Output("rfft", NdArray<T>.From(re, im, [realPlan.Bins]));

        T[] signal = new T[realPlan.Length];
        realPlan.Inverse(new ReadOnlyPlanar<T>(half.ToArray(), half.ImaginaryToArray()), signal, lanes: 1);
        golden.Output("irfft", NdArray<T>.From(signal, r.Shape));
        return true;
    }

    // Another device has no plans that could be asked; its transforms are the ops'.
    private static bool RunByOps<T>(GoldenCase<T> golden)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Variable<T> x = golden.In("x").Detach(), r = golden.In("r").Detach(), half = golden.In("half").Detach();
        golden.Output("fft", Op.Fft(x, axis: 0));
        golden.Output("ifft", Op.InverseFft(x, axis: 0));
        golden.Output("rfft", Op.RealFft(r, axis: 0));
        golden.Output("irfft", Op.InverseRealFft(half, r.Shape[0], axis: 0));
        return true;
    }
}
