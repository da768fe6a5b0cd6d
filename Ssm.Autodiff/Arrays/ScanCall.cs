namespace Ssm.Autodiff;

/// <summary>What a scan and its adjoint have in common beside their arrays.</summary>
internal readonly record struct ScanCall(ScanShape Shape, ScanForm Form, Indices? Resets, ScanAlgorithm Algorithm);
