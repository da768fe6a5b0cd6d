// An S4D layer: its kernel, its poles, and its answer to an impulse.
#:project ../Ssm.Core/Ssm.Core.csproj

using System.Numerics;
using Ssm.Autodiff;
using Ssm.Core.Models;
using Ssm.Kernels;

S4D<double> layer = new(channels: 1, new S4DOptions { Order = 8, DtMin = 0.05, DtMax = 0.05 }, new RandomSource(1));
foreach (Complex pole in layer.Poles())
{
    double steps = -1 / Math.Log(pole.Magnitude);
    Console.WriteLine($"pole {pole.Magnitude:F4} at {pole.Phase:F3} rad per step: forgets in {steps:F0} steps");
}

// An impulse at t = 0 gives the kernel back, plus D at t = 0.
const int Length = 10;
double[] impulse = new double[Length];
impulse[0] = 1;
double[] y = layer.Forward(new(NdArray<double>.From(impulse, [1, Length, 1]))).Value.ToArray();
double[] k = layer.Kernel(Length).Value.ToArray();
double d = layer.D.Value.ToArray()[0];
double worst = 0;
for (int t = 0; t < Length; t++)
{
    double expected = k[t] + (t == 0 ? d : 0);
    Console.WriteLine($"t = {t}   y {y[t],10:F6}   K {expected,10:F6}");
    worst = Math.Max(worst, Math.Abs(y[t] - expected));
}

return worst < 1e-12 ? 0 : 1;
