namespace Ssm.Core.Discretization;

/// <summary>A dense discrete system x[t] = Ā x[t−1] + B̄ u[t] with N states and M inputs.</summary>
/// <param name="A">Ā, (N, N), row-major.</param>
/// <param name="B">B̄, (N, M), row-major.</param>
public sealed record DenseSystem(double[] A, double[] B);
