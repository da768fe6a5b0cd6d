// One sample in, one sample out, without allocation; and a state that can be forked like any other value.
#:project ../Ssm.Core/Ssm.Core.csproj

using Ssm.Core.Models;
using Ssm.Core.Streaming;
using Ssm.Kernels;

Lru<float> layer = new(channels: 4, new LruOptions { Modes = 8, RMin = 0.8, RMax = 0.99 }, new RandomSource(1));
Stepper<float> stepper = layer.CreateStepper();
float[] state = new float[stepper.StateSize];
float[] u = [1, 0, 0, 0];
float[] y = new float[stepper.OutputSize];
for (int t = 0; t < 5; t++)
{
    stepper.Step(u, state, y);
    Console.WriteLine($"t = {t}   y {string.Join("  ", y.Select(v => $"{v,8:F4}"))}");
    u[0] = 0;
}

// Fork: the copy goes on with another input, the original as if nothing had happened.
float[] fork = [.. state];
float[] other = new float[stepper.OutputSize];
stepper.Step([0, 1, 0, 0], fork, other);
stepper.Step(u, state, y);
Console.WriteLine($"original   y {string.Join("  ", y.Select(v => $"{v,8:F4}"))}");
Console.WriteLine($"fork       y {string.Join("  ", other.Select(v => $"{v,8:F4}"))}");

long before = GC.GetAllocatedBytesForCurrentThread();
for (int t = 0; t < 1000; t++)
{
    stepper.Step(u, state, y);
}

long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
Console.WriteLine($"1,000 more steps allocated {allocated} bytes");
return allocated == 0 ? 0 : 1;
