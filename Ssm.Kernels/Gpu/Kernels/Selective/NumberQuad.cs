namespace Ssm.Kernels.Gpu;

/// <summary>The weights of four states, or of one state at four steps.</summary>
internal readonly struct NumberQuad<TNumber>(TNumber v0, TNumber v1, TNumber v2, TNumber v3)
    where TNumber : unmanaged
{
    internal readonly TNumber V0 = v0;
    internal readonly TNumber V1 = v1;
    internal readonly TNumber V2 = v2;
    internal readonly TNumber V3 = v3;

    // ILGPU takes structs with the same numbers for one type, however they are nested: this field tells them apart.
    internal readonly int Kind;
}
