namespace Ssm.Perf.Bench.Devices;

/// <summary>A case that is ready on a device.</summary>
/// <param name="Run">Asks the device for the work once; does not wait for it.</param>
/// <param name="Elements">What the rate is counted in: states, samples, points.</param>
/// <param name="Bytes">Bytes that a run has to move: each input read once, each output written once.</param>
/// <param name="Operations">Nominal operations, an addition or a multiplication each.</param>
internal sealed record DeviceJob(Action Run, double Elements, double Bytes, double Operations);
