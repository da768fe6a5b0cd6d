using System.Numerics;
using Ssm.Kernels;

namespace Ssm.Tests.Kernels;

/// <summary>What a complex selective scan and its adjoint come to, in double.</summary>
internal sealed class ComplexSelectiveResult(SelectiveScanShape shape)
{
    internal double[] Y { get; } = new double[shape.Elements];

    internal Complex[] Final { get; } = new Complex[shape.StateElements];

    internal double[] U { get; } = new double[shape.Elements];

    internal double[] Delta { get; } = new double[shape.Elements];

    internal Complex[] A { get; } = new Complex[shape.RateElements];

    internal Complex[] B { get; } = new Complex[shape.InputElements];

    internal Complex[] C { get; } = new Complex[shape.OutputElements];

    internal double[] Skip { get; } = new double[shape.Channels];

    internal double[] Gate { get; } = new double[shape.Elements];

    internal double[] Bias { get; } = new double[shape.Channels];

    internal Complex[] Initial { get; } = new Complex[shape.StateElements];

    /// <summary>The outputs and both planes of the final states.</summary>
    internal double[][] Outputs => [Y, Re(Final), Im(Final)];

    /// <summary>The gradients, plane by plane.</summary>
    internal double[][] Gradients =>
    [
        U, Delta, Re(A), Im(A), Re(B), Im(B), Re(C), Im(C), Skip, Gate, Bias, Re(Initial), Im(Initial),
    ];

    /// <summary>Magnitudes, which are in the real parts, for both planes.</summary>
    internal double[][] OutputSizes => [Y, Re(Final), Re(Final)];

    internal double[][] GradientSizes =>
    [
        U, Delta, Re(A), Re(A), Re(B), Re(B), Re(C), Re(C), Skip, Gate, Bias, Re(Initial), Re(Initial),
    ];

    private static double[] Re(Complex[] z) => Array.ConvertAll(z, x => x.Real);

    private static double[] Im(Complex[] z) => Array.ConvertAll(z, x => x.Imaginary);
}
