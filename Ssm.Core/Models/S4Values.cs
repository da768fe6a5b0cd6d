using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Implementation;
using Ssm.Core.Initialization;
using Ssm.Core.Parametrization;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>
/// The initial values of an S4 layer, in double: drawn once, then rounded to the layer's element type.
/// </summary>
/// <remarks>
/// A HiPPO system with the other mode of each pair, Im Λ ≥ 0, so that Λ = −f(a_re) + i·g(a_im); the same real system.
/// </remarks>
internal sealed record S4Values(
    int Modes, int Rank, double[] Dt, double[] ARe, double[] AIm, Complex[] B, Complex[] P, Complex[] C, double[] D)
{
    // state-spaces/s4 keeps −Re Λ and Im Λ at least this far from 0.
    private const double SmallestRate = 1e-4;

    /// <param name="channels">H.</param>
    /// <param name="copies">S.</param>
    /// <param name="options">The choices.</param>
    /// <param name="random">Where Δ, C and D are drawn from.</param>
    internal static S4Values Draw(int channels, int copies, S4Options options, RandomSource random)
    {
        DiagonalHippo hippo = HippoNormal.Create(options.Measure, options.Order, options.InputClip);
        (int modes, int rank) = (hippo.Modes, hippo.Rank);
        Complex[] lambda = Array.ConvertAll(hippo.Lambda, z => new Complex(
            Math.Min(z.Real, -SmallestRate), Math.Max(-z.Imaginary, SmallestRate)));
        double[] steps = TimeStepInitialization.LogUniform(
            channels * (options.TieDt ? 1 : modes), options.DtMin, options.DtMax, random);
        Complex[] b = Repeat(Array.ConvertAll(hippo.B, Complex.Conjugate), copies, modes);
        Complex[] p = Repeat(Array.ConvertAll(hippo.P, Complex.Conjugate), copies, modes);

        Complex[] c = new Complex[options.OutputChannels * (options.Bidirectional ? 2 : 1) * channels * modes];
        Initializers.ComplexNormal(c, Math.Sqrt(0.5), random);
        double[] d = new double[options.OutputChannels * channels];
        Initializers.Normal<double>(d, 1.0, random);
        Complex[] all = Repeat(lambda, copies, modes);
        return new S4Values(
            modes,
            rank,
            Array.ConvertAll(steps, dt => Transforms.Store(options.DtTransform, dt)),
            Array.ConvertAll(all, z => Transforms.Store(options.RealTransform, -z.Real)),
            Array.ConvertAll(all, z => Transforms.Store(options.ImagTransform, z.Imaginary)),
            b,
            p,
            Tune(lambda, steps, p, c, channels, rank, options.KernelLength),
            d);
    }

    // C̃ = C (I − Āᴸ) of every channel; the channels differ in Δ and C alone.
    private static Complex[] Tune(
        Complex[] lambda, double[] steps, Complex[] p, Complex[] c, int channels, int rank, int length)
    {
        int modes = lambda.Length, each = steps.Length / channels;
        double[] dt = [.. Enumerable.Range(0, channels * modes).Select(i => steps[(i / modes * each) + (i % each)])];
        Complex[] one = [.. Enumerable.Range(0, rank).SelectMany(r => p[(r * p.Length / rank)..][..modes])];
        DplrSystem<double> system = new(
            ArrayOf.Complex<double>(Repeat(lambda, channels, modes), [channels, modes], null),
            NdArray<double>.From(dt, [channels, modes]),
            ArrayOf.Complex<double>(Repeat(one, channels, modes), [rank, channels, modes], null));
        NdArray<double> plain = ArrayOf.Complex<double>(c, [c.Length / channels / modes, channels, modes], null);
        return ArrayOf.Complex(system.Truncate(plain, length).Value);
    }

    // (R, N) as (R, copies, N).
    private static Complex[] Repeat(Complex[] rows, int copies, int modes) =>
    [
        .. Enumerable.Range(0, rows.Length / modes)
            .SelectMany(r => Enumerable.Repeat(rows[(r * modes)..((r + 1) * modes)], copies))
            .SelectMany(row => row),
    ];
}
