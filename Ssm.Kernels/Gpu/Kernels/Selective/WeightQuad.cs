namespace Ssm.Kernels.Gpu;

/// <summary>Four numbers that lie beside each other, moved by one instruction.</summary>
internal readonly struct WeightQuad<T>(T v0, T v1, T v2, T v3)
    where T : unmanaged
{
    internal readonly T V0 = v0;
    internal readonly T V1 = v1;
    internal readonly T V2 = v2;
    internal readonly T V3 = v3;
}
