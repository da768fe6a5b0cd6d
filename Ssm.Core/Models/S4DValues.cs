using System.Numerics;
using Ssm.Core.Initialization;
using Ssm.Core.Parametrization;
using Ssm.Kernels;

namespace Ssm.Core.Models;

/// <summary>
/// The initial values of an S4D layer, in double: drawn once, then rounded to the layer's element type.
/// </summary>
internal sealed record S4DValues(
    int Count, double[] Dt, double[] ARe, double[] AIm, Complex[] B, Complex[] C, double[] D)
{
    // state-spaces/s4 keeps Re Λ and Im Λ at least this far from 0 before it takes their logarithm.
    private const double SmallestRate = 1e-4;

    internal static S4DValues Draw(int channels, int copies, S4DOptions options, RandomSource random)
    {
        DiagonalModes modes = Modes(options, random);
        int count = modes.Lambda.Length;
        double[] aRe = new double[copies * count];
        double[] aIm = new double[copies * count];
        Complex[] b = new Complex[copies * count];
        for (int i = 0; i < aRe.Length; i++)
        {
            Complex lambda = modes.Lambda[i % count];
            aRe[i] = Transforms.Store(options.RealTransform, Math.Max(-lambda.Real, SmallestRate));
            aIm[i] = options.ImagTransform == Transform.None
                ? lambda.Imaginary
                : Transforms.Store(options.ImagTransform, Math.Max(lambda.Imaginary, SmallestRate));
            b[i] = modes.B[i % count];
        }

        double[] dt = TimeStepInitialization.LogUniform(
            channels * (options.TieDt ? 1 : count), options.DtMin, options.DtMax, random);
        for (int i = 0; i < dt.Length; i++)
        {
            dt[i] = Transforms.Store(options.DtTransform, dt[i]);
        }

        Complex[] c = new Complex[channels * count];
        Initializers.ComplexNormal(c, Math.Sqrt(0.5), random);
        double[] d = new double[channels];
        Initializers.Normal<double>(d, 1.0, random);
        return new S4DValues(count, dt, aRe, aIm, b, c, d);
    }

    private static DiagonalModes Modes(S4DOptions options, RandomSource random) => options.Init switch
    {
        S4DInit.Lin => S4DInitialization.Lin(options.Order),
        S4DInit.Inv => S4DInitialization.Inv(options.Order),
        S4DInit.Inv2 => S4DInitialization.Inv2(options.Order),
        S4DInit.Quad => S4DInitialization.Quad(options.Order),
        S4DInit.Real => S4DInitialization.Real(options.Order),
        S4DInit.LegS => S4DInitialization.LegS(options.Order),
        S4DInit.Rand => S4DInitialization.Rand(options.Order, random),
        _ => throw new ArgumentOutOfRangeException(
            nameof(options), options.Init, "S4D: there is no such initialisation."),
    };
}
