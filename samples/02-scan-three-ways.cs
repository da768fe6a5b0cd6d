// One recurrence, three ways: step by step, as a scan, and as a convolution with its impulse response.
#:project ../Ssm.Autodiff/Ssm.Autodiff.csproj

using System.Numerics;
using Ssm.Autodiff;

const int Length = 12;
Complex a = Complex.FromPolarCoordinates(0.9, 0.5);
double[] u = [.. Enumerable.Range(0, Length).Select(t => Math.Sin(0.7 * t))];

// 1. The loop: x ← a x + u.
Complex[] loop = new Complex[Length];
Complex x = 0;
for (int t = 0; t < Length; t++)
{
    loop[t] = x = (a * x) + u[t];
}

// 2. The scan of (B, L, C) = (1, 12, 1), with one a for all steps.
Variable<double> transition = new(NdArray<double>.From([a.Real], [a.Imaginary], [1]));
Variable<double> input = new(NdArray<double>.From(u, new double[Length], [1, Length, 1]));
Variable<double> scan = Op.DiagonalScan(transition, input);

// 3. The convolution with K[l] = Re a^l, which gives the real part.
Complex log = Complex.Log(a);
Variable<double> one = new(NdArray<double>.From([1.0], [0.0], [1, 1]));
Variable<double> z = new(NdArray<double>.From([log.Real], [log.Imaginary], [1, 1]));
Variable<double> kernel = Op.VandermondeKernel(one, z, Length, scale: 1.0);
Variable<double> convolution = Op.CausalConvolution(new(NdArray<double>.From(u, [1, Length, 1])), kernel);

double[] byScan = scan.Value.ToArray();
double[] byConvolution = convolution.Value.ToArray();
double worst = 0;
for (int t = 0; t < Length; t++)
{
    Console.WriteLine($"t = {t,2}   loop {loop[t].Real,9:F6}   scan {byScan[t],9:F6}   convolution " +
        $"{byConvolution[t],9:F6}");
    worst = Math.Max(worst, Math.Max(Math.Abs(byScan[t] - loop[t].Real), Math.Abs(byConvolution[t] - loop[t].Real)));
}

Console.WriteLine($"largest difference: {worst:E1}");
return worst < 1e-12 ? 0 : 1;
