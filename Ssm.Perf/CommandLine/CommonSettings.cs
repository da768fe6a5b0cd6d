namespace Ssm.Perf.CommandLine;

/// <summary>What every verb is told.</summary>
/// <param name="Device">Where to run: <c>cpu</c>, <c>cuda:0</c>, <c>opencl:0</c>, <c>simulator</c>.</param>
/// <param name="DeviceGiven">Whether the device was named, rather than left to the default.</param>
/// <param name="Threads">How many threads of the CPU to use. Results do not depend on it.</param>
/// <param name="Seed">Where all random numbers start from.</param>
/// <param name="JsonFile">Where to write the machine-readable result, if anywhere.</param>
/// <param name="Product">What its driver calls the device; null where nobody asked.</param>
internal sealed record CommonSettings(
    string Device, bool DeviceGiven, int Threads, ulong Seed, string? JsonFile, string? Product = null);
