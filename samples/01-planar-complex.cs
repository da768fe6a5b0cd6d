// Complex numbers as two planes: what every kernel of Ssm reads and writes.
#:project ../Ssm.Kernels/Cpu/Ssm.Kernels.csproj

using Ssm.Kernels;

// Four complex numbers, real parts and imaginary parts apart.
float[] re = [1, 2, -1, 3];
float[] im = [1, 1, 2, -2];
ReadOnlyPlanar<float> z = new(re, im);

// z ⊙ z, lane by lane: no shuffles, because a lane holds a whole number of its own.
float[] squareRe = new float[4];
float[] squareIm = new float[4];
ComplexElementwise.Multiply(z, z, new Planar<float>(squareRe, squareIm));
for (int i = 0; i < z.Length; i++)
{
    Console.WriteLine($"({re[i],2} {im[i]:+0;-0}i)² = {squareRe[i],2} {squareIm[i]:+0;-0}i");
}

// Planes that do not belong together are refused with what came and what was expected.
try
{
    _ = new ReadOnlyPlanar<float>(re, im.AsSpan(1));
}
catch (ArgumentException error)
{
    Console.WriteLine(error.Message);
}
