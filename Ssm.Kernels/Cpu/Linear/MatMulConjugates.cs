namespace Ssm.Kernels;

/// <summary>Which operands of a complex matrix product are conjugated.</summary>
/// <param name="Left">Whether op(A) conjugates.</param>
/// <param name="Right">Whether op(B) conjugates.</param>
public readonly record struct MatMulConjugates(bool Left, bool Right);
