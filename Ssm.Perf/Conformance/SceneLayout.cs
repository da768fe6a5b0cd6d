namespace Ssm.Perf.Conformance;

/// <summary>Where operands start in their memory.</summary>
internal enum SceneLayout
{
    /// <summary>Each at another odd place: no vector of several numbers starts where it would like to.</summary>
    Shifted,

    /// <summary>All at a multiple of 64 numbers, which is a cache line or several.</summary>
    Aligned,
}
