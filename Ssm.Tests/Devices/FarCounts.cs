namespace Ssm.Tests.Devices;

/// <summary>What a <see cref="FarBackend{T}"/> was asked for.</summary>
/// <param name="Allocations">Buffers.</param>
/// <param name="Uploads">Copies from the host.</param>
/// <param name="Uploaded">Numbers in them.</param>
/// <param name="Downloads">Copies to the host: each waits for the device.</param>
/// <param name="Downloaded">Numbers in them.</param>
/// <param name="Primitives">All else.</param>
internal readonly record struct FarCounts(
    int Allocations, int Uploads, long Uploaded, int Downloads, long Downloaded, int Primitives)
{
    public static FarCounts operator -(FarCounts after, FarCounts before) => new(
        after.Allocations - before.Allocations,
        after.Uploads - before.Uploads,
        after.Uploaded - before.Uploaded,
        after.Downloads - before.Downloads,
        after.Downloaded - before.Downloaded,
        after.Primitives - before.Primitives);
}
