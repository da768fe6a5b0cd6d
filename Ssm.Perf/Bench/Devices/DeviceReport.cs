using Ssm.Perf.CommandLine;

namespace Ssm.Perf.Bench.Devices;

/// <summary>Everything that one run of <c>bench --device</c> found out.</summary>
/// <param name="Environment">Program and machine.</param>
/// <param name="Device">The device's name.</param>
/// <param name="Product">What its driver calls it.</param>
/// <param name="CopyGbPerS">Its copy of a large array, bytes read and written.</param>
/// <param name="Rows">The cases.</param>
internal sealed record DeviceReport(
    EnvironmentStamp Environment, string Device, string Product, double CopyGbPerS, IReadOnlyList<DeviceRow> Rows);
