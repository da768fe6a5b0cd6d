using System.Numerics;
using System.Runtime.CompilerServices;

namespace Ssm.Perf.Bench.Devices;

/// <summary>A piece of work of <c>bench --device</c>, written once for every backend and element type.</summary>
internal abstract class DeviceWorkload(string name, string summary, params string[] sizes) : IBenchSubject
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string Summary => summary;

    /// <inheritdoc/>
    public IReadOnlyList<string> Sizes => sizes;

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Passes => ["fwd"];

    /// <inheritdoc/>
    public virtual IReadOnlyList<string> Dtypes => ["f32", "f64"];

    /// <summary>Makes the operands and says what a run is.</summary>
    internal abstract DeviceJob Prepare<T>(DeviceArrays<T> arrays, BenchRequest request)
        where T : unmanaged, IFloatingPointIeee754<T>;

    /// <summary>Bytes of so many numbers.</summary>
    protected static double Bytes<T>(double numbers) => numbers * Unsafe.SizeOf<T>();
}
