namespace Ssm.Perf.Bench.Devices;

/// <summary>All workloads of <c>bench --device</c>, in the order in which a run without <c>--workload</c> takes them.
/// </summary>
internal static class DeviceCatalog
{
    internal static IReadOnlyList<DeviceWorkload> All { get; } =
    [
        .. DeviceElementwise.All,
        new DeviceScan(invariant: true),
        new DeviceScan(invariant: false),
        new DeviceRealScan(),
        new DeviceSelective(),
        new DeviceGated(),
        new DeviceRecurrence(shared: false),
        new DeviceRecurrence(shared: true),
        new DeviceConvolution(),
        new DeviceFft(),
        new DeviceConv1d(),
        new DeviceVandermonde(),
        new DeviceGemm(),
        .. DeviceRows.All,
        new DeviceTrain("s5"),
        new DeviceTrain("s4d"),
        new DeviceTrain("mamba"),
    ];
}
