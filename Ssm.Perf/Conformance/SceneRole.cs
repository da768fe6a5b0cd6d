namespace Ssm.Perf.Conformance;

/// <summary>What a primitive does with an operand.</summary>
internal enum SceneRole
{
    /// <summary>Reads it.</summary>
    Input,

    /// <summary>Writes all of it, or reads and writes it; it is compared with the reference.</summary>
    Result,

    /// <summary>Writes what only the device's own adjoint understands.</summary>
    Kept,
}
