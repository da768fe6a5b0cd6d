namespace Ssm.Perf.Bench;

/// <summary>A named piece of work of <c>bench</c>, on the CPU or on a device, and its sizes.</summary>
internal interface IBenchSubject
{
    /// <summary>The name that <c>--workload</c> takes: <c>scan.ltv</c>.</summary>
    string Name { get; }

    /// <summary>Workloads of one race do the same work in other ways, and take turns in the same rounds.</summary>
    string Race => Name;

    /// <summary>What is computed, in one line.</summary>
    string Summary { get; }

    /// <summary>What a size is made of, as an example: <c>B8xL4096xP256</c>.</summary>
    IReadOnlyList<string> Sizes { get; }

    /// <summary>What can be measured of it, of <c>fwd</c>, <c>bwd</c>, <c>fwd+bwd</c>; the first is the default.
    /// </summary>
    IReadOnlyList<string> Passes { get; }

    /// <summary>The element types, of <c>f32</c>, <c>f64</c>; the first is the default.</summary>
    IReadOnlyList<string> Dtypes { get; }
}
