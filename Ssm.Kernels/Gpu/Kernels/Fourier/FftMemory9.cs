namespace Ssm.Kernels.Gpu;

/// <summary>9 KB, a quarter of the other: more groups find room side by side.</summary>
internal readonly struct FftMemory9 : IFftMemory
{
    public static int Words => 1090;
}
