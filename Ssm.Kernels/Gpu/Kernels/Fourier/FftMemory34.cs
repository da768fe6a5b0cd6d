namespace Ssm.Kernels.Gpu;

/// <summary>34 KB: 4096 complex numbers in single precision, 2048 in double.</summary>
internal readonly struct FftMemory34 : IFftMemory
{
    public static int Words => 4354;
}
